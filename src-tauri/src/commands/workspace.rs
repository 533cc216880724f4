//! Named sets of windows.

use accounts::Event;
use domain::WorkspaceId;
use ipc::{ErrorCode, IpcError, Nothing, WorkspaceRef, WorkspaceSave};
use tauri::State;

use super::{Answer, done, invalid, wish};
use crate::{shell::Shell, windows::notices};

#[tauri::command]
pub(crate) fn workspace_save(shell: State<'_, Shell>, request: WorkspaceSave) -> Answer {
    if request.name.trim().is_empty() {
        return Err(invalid("a workspace has a name"));
    }
    wish(&shell, Event::SaveWorkspace(request.name))
}

#[tauri::command]
pub(crate) fn workspace_open(shell: State<'_, Shell>, request: WorkspaceRef) -> Answer {
    shell.send(Event::OpenWorkspace(workspace(&shell, &request)?));
    done()
}

#[tauri::command]
pub(crate) fn workspace_open_last(shell: State<'_, Shell>, request: Nothing) -> Answer {
    let Nothing {} = request;
    shell.show(|shown| notices::take_back(shown, notices::SAFE_START));
    shell.send(Event::OpenSetAside);
    done()
}

#[tauri::command]
pub(crate) fn workspace_delete(shell: State<'_, Shell>, request: WorkspaceRef) -> Answer {
    wish(&shell, Event::DeleteWorkspace(workspace(&shell, &request)?))
}

#[tauri::command]
pub(crate) fn workspace_undo_delete(shell: State<'_, Shell>, request: Nothing) -> Answer {
    let Nothing {} = request;
    wish(&shell, Event::UndoDeleteWorkspace)
}

fn workspace(shell: &Shell, request: &WorkspaceRef) -> Result<WorkspaceId, IpcError> {
    let gone = || IpcError::new(ErrorCode::WorkspaceNotFound, "no such workspace");
    let id: WorkspaceId = request.workspace.parse().map_err(|_| gone())?;
    let state = shell.state();
    state
        .registry
        .workspaces
        .iter()
        .find(|w| w.id == id)
        .map(|w| w.id)
        .ok_or_else(gone)
}
