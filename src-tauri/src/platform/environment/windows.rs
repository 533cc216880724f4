//! `WebView2` needs nothing set, and brings its own sandbox. Type-checked, not run.

/// Windows.
pub(crate) struct Native;

impl super::Environment for Native {
    fn prepare() {}

    /// Chromium's sandbox is on in every renderer unless it's asked to be off, which nothing here does.
    fn has_sandbox() -> bool {
        true
    }

    /// Each account has a user data folder of its own.
    fn can_isolate() -> bool {
        true
    }

    fn has_system_wide_keys() -> bool {
        true
    }
}
