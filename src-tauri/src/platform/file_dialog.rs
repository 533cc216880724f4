//! The system's dialog for a download's place.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
pub(crate) use linux::Native;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::Native;

/// Asks where to save a file.
pub(crate) trait FileDialog {
    /// The place that the person chose, or nothing. Waits for them. Main thread only.
    fn save(folder: &Path, name: &str) -> Option<PathBuf>;
}
