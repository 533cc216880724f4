//! WebKit of the system needs nothing set, and brings its own sandbox. Type-checked, not run.

use objc2_foundation::NSProcessInfo;

/// A data store with an identifier came with this version. Before it all pages would share one.
const FIRST_WITH_STORES: isize = 14;

/// macOS.
pub(crate) struct Native;

impl super::Environment for Native {
    fn prepare() {}

    /// The system runs WebKit's content processes in its App Sandbox, whatever the program asks.
    fn has_sandbox() -> bool {
        true
    }

    fn can_isolate() -> bool {
        NSProcessInfo::processInfo()
            .operatingSystemVersion()
            .majorVersion
            >= FIRST_WITH_STORES
    }

    fn has_system_wide_keys() -> bool {
        true
    }
}
