//! The dialogs of Windows and macOS. Type-checked, not run.

use std::path::{Path, PathBuf};

/// Windows or macOS.
pub(crate) struct Native;

impl super::FileDialog for Native {
    fn save(folder: &Path, name: &str) -> Option<PathBuf> {
        rfd::FileDialog::new()
            .set_directory(folder)
            .set_file_name(name)
            .save_file()
    }
}
