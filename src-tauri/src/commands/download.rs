//! Downloads.

use ipc::DownloadRef;
use tauri::State;

use super::{Answer, done};
use crate::{pages::downloads, shell::Shell};

#[tauri::command]
pub(crate) fn download_cancel(shell: State<'_, Shell>, request: DownloadRef) -> Answer {
    downloads::cancel(&shell, request.download)?;
    done()
}

#[tauri::command]
pub(crate) fn download_open(request: DownloadRef) -> Answer {
    downloads::open(request.download, false)?;
    done()
}

#[tauri::command]
pub(crate) fn download_show(request: DownloadRef) -> Answer {
    downloads::open(request.download, true)?;
    done()
}
