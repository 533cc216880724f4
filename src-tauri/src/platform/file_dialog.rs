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

/// Hears the place that the person chose, or that they want none.
pub(crate) type Chosen = Box<dyn FnOnce(Option<PathBuf>) + Send>;

/// Asks where to save a file.
pub(crate) trait FileDialog {
    /// Shows the dialog before the window that it's about, and returns at once. Main thread only.
    fn save(before: Option<&tauri::Window>, folder: &Path, name: &str, then: Chosen);
}
