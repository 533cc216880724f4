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

use accounts::Event;
use domain::{AccountId, WindowId};
use ipc::{ErrorCode, IpcError, Nothing};
use tauri::{Webview, ipc::Invoke};

use crate::{shell::Shell, windows::labels};

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
            tauri::generate_handler![$($name),*]
        }
    };
}
ipc::with_commands!(handlers);

fn done() -> Answer {
    Ok(Nothing {})
}

/// Sends what the person wishes, and is refused where it couldn't be kept.
fn wish(shell: &Shell, event: Event) -> Answer {
    shell.wish(event)?;
    done()
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
