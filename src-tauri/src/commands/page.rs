//! The page of an account.

use ipc::{AccountRef, PageFind};
use tauri::{State, Webview};

use super::{Answer, account, asking, done};
use crate::{pages, shell::Shell};

#[tauri::command]
pub(crate) fn page_back(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    pages::back(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn page_forward(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    pages::forward(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn page_reload(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    pages::reload(&shell, account(&shell, &request.account)?, false);
    done()
}

#[tauri::command]
pub(crate) fn page_stop(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    pages::stop(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn page_home(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    pages::home(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn page_find(shell: State<'_, Shell>, webview: Webview, request: PageFind) -> Answer {
    let state = shell.state();
    let window = asking(&shell, &webview).and_then(|w| state.registry.window(w));
    if let Some(front) = window.and_then(|w| w.front) {
        pages::find(&shell, front, &request.text, request.backwards);
    }
    done()
}
