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

use crate::shell::Shell;

/// What a notification shows: plain text, and a picture where there is one.
pub(crate) struct Words {
    pub(crate) summary: String,
    pub(crate) body: String,
    #[allow(dead_code, reason = "not every system shows one")]
    pub(crate) picture: Option<PathBuf>,
}

/// Shows notifications.
pub(crate) trait Notice {
    /// Shows a notification of ours, by our number; tells [`notifications`] what becomes of it. Main thread only.
    ///
    /// [`notifications`]: crate::pages::notifications
    fn show(shell: &Shell, number: u64, words: Words);
    /// Takes one back, by the system's number. Main thread only.
    fn close(number: u32);
}
