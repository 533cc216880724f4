//! Windows that a page opens: of its own site in the account's session, all others outside.

use std::sync::atomic::{AtomicU32, Ordering};

use connectors::NewWindow;
use domain::AccountId;
use tauri::{
    Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    webview::{NewWindowFeatures, NewWindowResponse},
};

use crate::{
    pages::{self, closing, downloads, limits::Kind},
    platform::page::{Native, PageEngine},
    shell::Shell,
    windows::labels,
};

static LAST: AtomicU32 = AtomicU32::new(0);

/// A label for one more.
pub(crate) fn next_label(id: AccountId) -> String {
    let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    format!("{}{id}-{number}", labels::POPUP)
}

/// Labels of those that an account's page has opened.
pub(crate) fn of(shell: &Shell, id: AccountId) -> Vec<String> {
    let all = shell.app.windows().into_keys();
    all.filter(|label| labels::opener_of(label) == Some(id))
        .collect()
}

/// Whether a page gets the window that it asks for. Where it doesn't, the system may get the address.
fn decide(shell: &Shell, id: AccountId, url: &Url) -> Option<()> {
    let state = shell.state();
    let opener = state.pages.get(&id).and_then(|p| p.url.clone());
    let opener = opener.or_else(|| state.registry.account(id).map(|a| a.home.clone()))?;
    match pages::policy(shell, id)?.new_window(url, &opener) {
        NewWindow::InApp if shell.limits.allow(id, Kind::PopUp) => Some(()),
        NewWindow::InApp => {
            shell.notice_of(ipc::Severity::Info, "popups-refused", id, &[]);
            None
        }
        NewWindow::OpenExternally => {
            pages::launch(shell, id, url);
            None
        }
        NewWindow::Deny => {
            pages::refused(shell, id, url);
            None
        }
    }
}

/// The window for a page that another page opens: in the account's store, and no way out of its site.
/// Each engine adds what makes it the opener's child.
pub(crate) fn builder<'a>(
    shell: &'a Shell,
    id: AccountId,
    label: &str,
    url: &Url,
) -> WebviewWindowBuilder<'a, tauri::Wry, tauri::AppHandle> {
    let (go, pop, save) = (shell.clone(), shell.clone(), shell.clone());
    WebviewWindowBuilder::new(&shell.app, label, WebviewUrl::External(pages::blank()))
        .title(url.host_str().unwrap_or_default())
        // The opener decides about the data; the same folder keeps Tauri from making one more store.
        .data_directory(shell.folders.path(id).join("web"))
        .disable_drag_drop_handler()
        .on_navigation(move |url| pages::may_load(&go, id, url))
        .on_new_window(move |url, features| on_new_window(&pop, id, &url, features))
        .on_download(move |_, event| downloads::on_event(&save, id, event))
}

/// Answers a page that asks for a window.
pub(crate) fn on_new_window(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    features: NewWindowFeatures,
) -> NewWindowResponse<tauri::Wry> {
    match decide(shell, id, url) {
        Some(()) => open(shell, id, url, features),
        None => NewWindowResponse::Deny,
    }
}

/// Opens it.
fn open(
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

/// Has one asked before the person closes it.
pub(crate) fn connect(shell: &Shell, window: &WebviewWindow) {
    let (shell, label) = (shell.clone(), window.label().to_owned());
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            ask_then_close(&shell, &label);
        }
    });
}

/// What stands above one, as much of it as anybody reads.
pub(crate) fn title(shell: &Shell, label: &str) -> Option<String> {
    let title = shell.app.get_window(label)?.title().ok()?;
    Some(title.chars().take(200).collect())
}

/// Closes one once its page agrees.
pub(crate) fn ask_then_close(shell: &Shell, label: &str) {
    let Some(id) = labels::opener_of(label) else {
        return;
    };
    let (shell, label) = (shell.clone(), label.to_owned());
    shell.clone().spawn(async move {
        if closing::agrees(&shell, id, &label).await {
            shell.on_main(move |shell| close(shell, &label));
        }
    });
}

/// Closes one. Main thread only.
pub(crate) fn close(shell: &Shell, label: &str) {
    closing::forget(label);
    if let Some(window) = shell.app.get_window(label)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "A pop-up could not be closed");
    }
}
