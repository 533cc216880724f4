//! What the shell's own pages may call: convert, call, convert. One file a noun.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri gives commands their arguments by value"
)]
#![expect(
    clippy::unnecessary_wraps,
    reason = "the contract gives each command an answer that may fail"
)]

mod account;
mod address;
mod ask;
mod download;
mod page;
mod panel;
mod service;
mod settings;
mod snapshot;
mod workspace;

use domain::{AccountId, WindowId};
use ipc::{ErrorCode, IpcError, Nothing};
use store::StoreError;
use tauri::{Manager, Webview, ipc::Invoke};

use crate::{account::adding, shell::Shell, windows::labels};

/// What a command answers.
pub(crate) type Answer<T = Nothing> = Result<T, IpcError>;

#[allow(
    clippy::wildcard_imports,
    reason = "Tauri's macro wants each command with what it generated beside it"
)]
use self::{
    account::*, address::*, ask::*, download::*, page::*, panel::*, service::*, settings::*,
    snapshot::*, workspace::*,
};

macro_rules! handlers {
    ($($name:ident($request:ident) -> $response:ident @ [$($surface:ident),*];)*) => {
        /// Handles each command of the contract.
        pub(crate) fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            let handle: Box<dyn Fn(Invoke<tauri::Wry>) -> bool + Send + Sync> =
                Box::new(tauri::generate_handler![$($name),*]);
            move |invoke| match refusal(&invoke) {
                Some(error) => {
                    invoke.resolver.reject(error);
                    true
                }
                None => handle(invoke),
            }
        }
    };
}
ipc::with_commands!(handlers);

/// What changes something that is kept. Where nothing can be kept, none of these may seem to have worked.
const KEPT: [&str; 21] = [
    "account_add",
    "account_delete",
    "account_keep",
    "account_keep_session",
    "account_mute",
    "account_remove_folder",
    "account_rename",
    "account_revoke_permission",
    "account_set_colour",
    "account_set_keys",
    "account_set_picture",
    "account_set_proxy",
    "account_set_zoom",
    "account_sign_out",
    "account_undo_delete",
    "key_set",
    "secrets_keep",
    "service_try",
    "settings_set",
    "workspace_delete",
    "workspace_save",
];

/// Why a command isn't carried out at all.
fn refusal(invoke: &Invoke<tauri::Wry>) -> Option<IpcError> {
    if !KEPT.contains(&invoke.message.command()) {
        return None;
    }
    let shell = invoke.message.webview_ref().try_state::<Shell>()?;
    let error = StoreError::ReadOnly(shell.folders.read_only()?);
    Some(IpcError::new(adding::code_of(&error), error.to_string()))
}

fn done() -> Answer {
    Ok(Nothing {})
}

fn invalid(what: impl std::fmt::Display) -> IpcError {
    IpcError::new(ErrorCode::InvalidRequest, what.to_string())
}

/// The account that a request names, if there is one.
fn account(shell: &Shell, id: &str) -> Result<AccountId, IpcError> {
    let gone = || IpcError::new(ErrorCode::AccountNotFound, "no such account");
    let id: AccountId = id.parse().map_err(|_| gone())?;
    shell
        .state()
        .registry
        .account(id)
        .map(|a| a.id)
        .ok_or_else(gone)
}

/// The window that a request names, if there is one.
fn window(shell: &Shell, id: &str) -> Result<WindowId, IpcError> {
    let gone = || IpcError::new(ErrorCode::WindowNotFound, "no such window");
    let id: WindowId = id.parse().map_err(|_| gone())?;
    shell
        .state()
        .registry
        .window(id)
        .map(|w| w.id)
        .ok_or_else(gone)
}

/// The window that the asking page is in; for the settings the one used last.
fn asking(shell: &Shell, webview: &Webview) -> Option<WindowId> {
    labels::window_of(webview.label()).or_else(|| shell.state().focused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_where_nothing_is_kept_are_commands() {
        for name in KEPT {
            assert!(ipc::COMMANDS.iter().any(|c| c.name == name), "{name}");
        }
    }
}
