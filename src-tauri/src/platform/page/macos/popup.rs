//! Windows that a page opens.

use domain::AccountId;
use tauri::{Manager, Url, WebviewWindow, WindowEvent, webview::NewWindowFeatures};

use crate::{
    pages::{asks, popups},
    shell::Shell,
};

/// Makes the window. It has the opener's configuration, and so its session; `window.opener` works.
pub(super) fn open(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    features: NewWindowFeatures,
) -> tauri::Result<WebviewWindow> {
    let name = shell.clone();
    let label = popups::next_label(id);
    let window = popups::builder(shell, id, &label, url)
        .window_features(features)
        .on_document_title_changed(move |window, title| entitle(&name, id, &window, &title))
        .build()?;
    let view = super::view(window.as_ref())?;
    let kept = super::every_page(shell, id, &view, Some(&label));
    super::KEPT.with_borrow_mut(|all| all.insert(label.clone(), kept));
    popups::connect(shell, &window);
    window.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            super::forget(&label);
        }
    });
    Ok(window)
}

/// The account and the page's real address stand first in the window's title, where the page can't write.
fn entitle(shell: &Shell, id: AccountId, window: &WebviewWindow, title: &str) {
    let state = shell.state();
    let account = state
        .registry
        .account(id)
        .map(|a| a.label().to_owned())
        .unwrap_or_default();
    let origin = window.url().map(|u| asks::origin(&u)).unwrap_or_default();
    if let Err(error) = window.set_title(&format!("{account} · {origin}: {title}")) {
        tracing::debug!(%error, "A pop-up is gone");
    }
}

/// `window.close()`: the window around the page is ours to close, once WebKit is done.
pub(super) fn close_soon(shell: &Shell, label: &str) {
    let label = label.to_owned();
    shell.soon(move |shell| {
        if let Some(window) = shell.app.get_webview_window(&label)
            && let Err(error) = window.destroy()
        {
            tracing::debug!(%error, "A pop-up's window was gone already");
        }
    });
}
