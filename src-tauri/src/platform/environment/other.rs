//! Windows and macOS: the engines' sandboxes are on by themselves. Type-checked, not run.

/// Windows or macOS.
pub(crate) struct Native;

impl super::Environment for Native {
    fn prepare() {}

    fn has_sandbox() -> bool {
        true
    }

    /// A WKWebView gets a data store of its own from macOS 14 on; WebView2 has its folders.
    fn can_isolate() -> bool {
        if !crate::platform::MAC {
            return true;
        }
        macos_version().is_some_and(|major| major >= 14)
    }

    fn has_system_wide_keys() -> bool {
        true
    }
}

/// Major version of macOS, as the system tells it.
fn macos_version() -> Option<u32> {
    let output = std::process::Command::new("/usr/bin/sw_vers").arg("-productVersion").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.trim().split('.').next()?.parse().ok()
}
