//! Notifications of the system's.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

use std::path::PathBuf;

#[cfg(target_os = "linux")]
pub(crate) use linux::Native;
#[cfg(target_os = "macos")]
pub(crate) use macos::Native;
#[cfg(windows)]
pub(crate) use windows::Native;

/// What a notification shows: plain text, and a picture where there is one.
pub(crate) struct Words {
    pub(crate) summary: String,
    pub(crate) body: String,
    #[allow(dead_code, reason = "not every system shows one")]
    pub(crate) picture: Option<PathBuf>,
}

/// Shows notifications.
pub(crate) trait Notice {
    /// Shows a notification. `shown` hears the system's number for it, where it has one; `ended` whether it was
    /// clicked, once it is gone. Main thread only; they are called on any.
    fn show(
        words: Words,
        shown: impl FnOnce(u32) + Send + 'static,
        ended: impl FnOnce(bool) + Send + 'static,
    );
    /// Takes one back, by the system's number. Main thread only.
    fn close(number: u32);
}
