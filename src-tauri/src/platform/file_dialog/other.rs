//! The dialogs of Windows and macOS. Type-checked, not run.

use std::path::Path;

use super::Chosen;

/// Windows or macOS.
pub(crate) struct Native;

impl super::FileDialog for Native {
    fn save(before: Option<&tauri::Window>, folder: &Path, name: &str, then: Chosen) {
        let mut dialog = rfd::AsyncFileDialog::new()
            .set_directory(folder)
            .set_file_name(name);
        if let Some(window) = before {
            dialog = dialog.set_parent(window);
        }
        let asked = dialog.save_file();
        tauri::async_runtime::spawn(async move {
            then(asked.await.map(|file| file.path().to_path_buf()));
        });
    }
}
