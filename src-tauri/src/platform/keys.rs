//! Key presses of a window, before its page sees them.

#[cfg(target_os = "linux")]
pub(crate) mod linux;
