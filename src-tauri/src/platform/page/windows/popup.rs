//! Windows that a page opens.

use domain::AccountId;
use tauri::{Manager, Url, WebviewWindow, webview::NewWindowFeatures};
use webview2_com::{
    DocumentTitleChangedEventHandler, Microsoft::Web::WebView2::Win32::ICoreWebView2,
    SourceChangedEventHandler, WindowCloseRequestedEventHandler,
};
use windows::core::Result;

use super::{address, com, text};
use crate::{
    pages::{asks, popups},
    shell::Shell,
};

/// Makes the window. It's in the opener's environment, and so in its session; `window.opener` works.
pub(super) fn open(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    features: NewWindowFeatures,
) -> tauri::Result<WebviewWindow> {
    let label = popups::next_label(id);
    let window = popups::builder(shell, id, &label, url)
        .window_features(features)
        .build()?;
    let core = super::core(window.as_ref())?;
    super::every_page(shell, id, Some(&label), &core).map_err(com)?;
    connect(shell, id, &label, &core).map_err(com)?;
    popups::connect(shell, &window);
    Ok(window)
}

/// The account and the page's real address stand first in the window's title, where the page can't write.
fn connect(shell: &Shell, id: AccountId, label: &str, core: &ICoreWebView2) -> Result<()> {
    let (s, l) = (shell.clone(), label.to_owned());
    let source = SourceChangedEventHandler::create(Box::new(move |core, _| {
        if let Some(core) = core {
            entitle(&s, id, &l, &core);
        }
        Ok(())
    }));
    let (s, l) = (shell.clone(), label.to_owned());
    let title = DocumentTitleChangedEventHandler::create(Box::new(move |core, _| {
        if let Some(core) = core {
            entitle(&s, id, &l, &core);
        }
        Ok(())
    }));
    // `window.close()`: the window around the page is ours to close, once the engine is done.
    let (s, l) = (shell.clone(), label.to_owned());
    let closed = WindowCloseRequestedEventHandler::create(Box::new(move |_, _| {
        let l = l.clone();
        s.soon(move |shell| close(shell, &l));
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the page keeps the handlers.
    unsafe {
        core.add_SourceChanged(&source, &raw mut token)?;
        core.add_DocumentTitleChanged(&title, &raw mut token)?;
        core.add_WindowCloseRequested(&closed, &raw mut token)
    }
}

fn entitle(shell: &Shell, id: AccountId, label: &str, core: &ICoreWebView2) {
    // SAFETY: the getters fill in texts that are ours to free.
    let (url, title) = unsafe { (address(|t| core.Source(t)), text(|t| core.DocumentTitle(t))) };
    let state = shell.state();
    let account = state
        .registry
        .account(id)
        .map(|a| a.label().to_owned())
        .unwrap_or_default();
    let origin = url.map(|u| asks::origin(&u)).unwrap_or_default();
    let window = shell.app.get_webview_window(label);
    let set = window.map_or(Ok(()), |w| {
        w.set_title(&format!("{account} · {origin}: {title}"))
    });
    if let Err(error) = set {
        tracing::debug!(%error, "A pop-up is gone");
    }
}

fn close(shell: &Shell, label: &str) {
    if let Some(window) = shell.app.get_webview_window(label)
        && let Err(error) = window.destroy()
    {
        tracing::debug!(%error, "A pop-up's window was gone already");
    }
}
