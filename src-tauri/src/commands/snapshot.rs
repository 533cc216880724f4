//! The whole picture, for a page that has just started.

use ipc::{Nothing, Snapshot};
use tauri::{State, Webview};

use super::Answer;
use crate::{shell::Shell, windows::snapshot};

#[tauri::command]
pub(crate) fn snapshot_get(
    shell: State<'_, Shell>,
    webview: Webview,
    request: Nothing,
) -> Answer<Snapshot> {
    let Nothing {} = request;
    Ok(snapshot::of_page(snapshot::take(&shell), webview.label()))
}
