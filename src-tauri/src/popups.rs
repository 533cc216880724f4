//! Windows that a page opens: of its own site in the account's session, all others outside.

use std::sync::atomic::{AtomicU32, Ordering};

use connectors::NewWindow;
use domain::AccountId;
use tauri::{
    Url,
    webview::{NewWindowFeatures, NewWindowResponse},
};

use crate::{
    pages,
    platform::page::{Native, PageEngine},
    shell::Shell,
};

static LAST: AtomicU32 = AtomicU32::new(0);

/// How labels of an account's pop-ups begin.
pub(crate) fn prefix(id: AccountId) -> String {
    format!("popup-{id}-")
}

/// A label for one more.
pub(crate) fn next_label(id: AccountId) -> String {
    format!("{}{}", prefix(id), LAST.fetch_add(1, Ordering::Relaxed) + 1)
}

/// Whether a page gets the window that it asks for. Where it doesn't, the system may get the address.
pub(crate) fn decide(shell: &Shell, id: AccountId, url: &Url) -> Option<()> {
    let state = shell.state();
    let opener = state.pages.get(&id).and_then(|p| p.url.clone());
    let opener = opener.or_else(|| state.registry.account(id).map(|a| a.home.clone()))?;
    match pages::policy(shell, id)?.new_window(url, &opener) {
        NewWindow::InApp => Some(()),
        NewWindow::OpenExternally => {
            pages::launch(shell, id, url);
            None
        }
        NewWindow::Deny => {
            tracing::warn!(account = %id, scheme = url.scheme(), "A pop-up was refused");
            None
        }
    }
}

/// Opens it.
pub(crate) fn open(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    features: NewWindowFeatures,
) -> NewWindowResponse<tauri::Wry> {
    match Native::open_popup(shell, id, url, features) {
        Ok(window) => NewWindowResponse::Create { window },
        Err(error) => {
            tracing::error!(%error, account = %id, "A pop-up could not be opened");
            NewWindowResponse::Deny
        }
    }
}
