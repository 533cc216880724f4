//! What the page shows.

use accounts::Event;
use domain::AccountId;
use tauri::Url;
use webview2_com::{
    ContentLoadingEventHandler, DocumentTitleChangedEventHandler, HistoryChangedEventHandler,
    Microsoft::Web::WebView2::Win32::ICoreWebView2, NavigationStartingEventHandler,
    SourceChangedEventHandler,
};
use windows::core::Result;

use super::{devtools, text, value};
use crate::{
    pages::asks,
    platform::page::watching::{self, Watch},
    shell::Shell,
};

/// WebView2 doesn't say how much of a page is there: the document has begun to come.
const BEGUN: u8 = 40;

/// Connects everything that tells of the page's state. Before the first load.
pub(super) fn connect(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    connect_progress(shell, id, core)?;
    let s = shell.clone();
    let source = SourceChangedEventHandler::create(Box::new(move |core, _| {
        if let Some(core) = core {
            // SAFETY: the getter fills in a text that is ours to free.
            let source = text(|t| unsafe { core.Source(t) });
            let url = Url::parse(&source).ok();
            if let Some(url) = url.filter(|u| u.scheme() != "about") {
                watching::address_is(&s, id, url);
            }
        }
        Ok(())
    }));
    let s = shell.clone();
    let title = DocumentTitleChangedEventHandler::create(Box::new(move |core, _| {
        if let Some(core) = core {
            // SAFETY: as above.
            watching::title_is(&s, id, text(|t| unsafe { core.DocumentTitle(t) }));
        }
        Ok(())
    }));
    let s = shell.clone();
    let history = HistoryChangedEventHandler::create(Box::new(move |core, _| {
        if let Some(core) = core {
            history(&s, id, &core);
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the page keeps the handlers.
    unsafe {
        core.add_SourceChanged(&source, &raw mut token)?;
        core.add_DocumentTitleChanged(&title, &raw mut token)?;
        core.add_HistoryChanged(&history, &raw mut token)?;
    }
    match Watch::new(shell, id) {
        Some(watch) => devtools::watch(core, &watch.script(), move |json| watch.heard(json)),
        None => Ok(()),
    }
}

fn history(shell: &Shell, id: AccountId, core: &ICoreWebView2) {
    // SAFETY: the getters fill in a flag.
    let back = value(|v| unsafe { core.CanGoBack(v) }).as_bool();
    // SAFETY: as above.
    let forward = value(|v| unsafe { core.CanGoForward(v) }).as_bool();
    shell.send(Event::PageHistory {
        account: id,
        back,
        forward,
    });
}

fn connect_progress(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let s = shell.clone();
    let starting = NavigationStartingEventHandler::create(Box::new(move |_, _| {
        s.send(Event::PageProgress(id, Some(0)));
        Ok(())
    }));
    let s = shell.clone();
    let coming = ContentLoadingEventHandler::create(Box::new(move |_, _| {
        asks::document_is_gone(&s, id);
        s.send(Event::PageProgress(id, Some(BEGUN)));
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the page keeps the handlers.
    unsafe {
        core.add_NavigationStarting(&starting, &raw mut token)?;
        core.add_ContentLoading(&coming, &raw mut token)
    }
}
