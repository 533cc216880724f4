//! Windows and macOS tell less, and have less that can be missing. Type-checked, not run.

use std::path::Path;

use super::{FileSystem, Graphics, WebProcess};

/// Windows or macOS.
pub(crate) struct Native;

impl super::Health for Native {
    const ENGINE: &'static str = if crate::platform::MAC {
        "WKWebView"
    } else {
        "WebView2"
    };

    fn file_system(_folder: &Path) -> Option<FileSystem> {
        None
    }

    fn web_processes() -> Option<Vec<WebProcess>> {
        None
    }

    fn notification_server() -> Result<String, String> {
        Ok("the system".to_owned())
    }

    fn graphics() -> Option<Graphics> {
        None
    }

    fn has_display() -> bool {
        true
    }
}
