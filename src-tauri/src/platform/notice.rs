//! Notifications of the system's.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux::Native;
#[cfg(target_os = "macos")]
pub(crate) use macos::Native;
#[cfg(windows)]
pub(crate) use windows::Native;

/// Shows notifications.
pub(crate) trait Notice {
    /// Shows a notification of plain text and waits until it's clicked or gone; says whether it was
    /// clicked. On a thread of its own.
    fn show(summary: &str, body: &str) -> bool;
}
