//! What must be set before the first webview.

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

/// What the system gives web content.
pub(crate) trait Environment {
    /// Prepares this process. Called once, first thing, while there's one thread.
    fn prepare();
    /// Whether each page's process runs in the system's sandbox.
    fn has_sandbox() -> bool;
    /// Whether this system can give every account a store of its own.
    fn can_isolate() -> bool;
    /// Whether system-wide keys can be had.
    fn has_system_wide_keys() -> bool;
}
