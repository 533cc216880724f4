//! Finding in a page. Runtimes before 2025 have no call for it: there the page's own `window.find` does,
//! which counts no matches.

use std::{cell::RefCell, collections::HashMap};

use accounts::Event;
use domain::AccountId;
use tauri::Webview;
use webview2_com::{
    ExecuteScriptCompletedHandler, FindMatchCountChangedEventHandler, FindStartCompletedHandler,
    Microsoft::Web::WebView2::Win32::{
        ICoreWebView2, ICoreWebView2_28, ICoreWebView2Environment, ICoreWebView2Environment15,
        ICoreWebView2Find,
    },
};
use windows::core::{HSTRING, Interface, Result};

use super::{com, parts, value};
use crate::shell::Shell;

thread_local! {
    /// What is searched for in each page, by its label.
    static SOUGHT: RefCell<HashMap<String, String>> = RefCell::default();
}

/// Tells of matches that were counted.
pub(super) fn connect(shell: &Shell, id: AccountId, core: &ICoreWebView2) {
    let shell = shell.clone();
    let handler = FindMatchCountChangedEventHandler::create(Box::new(move |finder, _| {
        if let Some(finder) = finder {
            // SAFETY: the getter fills in a number.
            let count: i32 = value(|v| unsafe { finder.MatchCount(v) });
            shell.send(Event::PageFound(
                id,
                Some(u32::try_from(count).unwrap_or_default()),
            ));
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the finder, and that the handler.
    let connected =
        finder(core).and_then(|f| unsafe { f.add_MatchCountChanged(&handler, &raw mut token) });
    if let Err(error) = connected {
        tracing::info!(%error, "This WebView2 doesn't count matches");
    }
}

fn finder(core: &ICoreWebView2) -> Result<ICoreWebView2Find> {
    // SAFETY: takes nothing.
    unsafe { core.cast::<ICoreWebView2_28>()?.Find() }
}

pub(super) fn find(page: &Webview, text: &str, backwards: bool) -> tauri::Result<()> {
    let before = SOUGHT.with_borrow_mut(|sought| match text {
        "" => sought.remove(page.label()),
        _ => sought.insert(page.label().to_owned(), text.to_owned()),
    });
    if !text.is_empty() && before.as_deref() == Some(text) {
        return again(page, backwards);
    }
    let (controller, environment) = parts(page)?;
    // SAFETY: takes nothing.
    let core = unsafe { controller.CoreWebView2() }.map_err(com)?;
    match (finder(&core), text) {
        // SAFETY: takes nothing.
        (Ok(finder), "") => unsafe { finder.Stop() }.map_err(com),
        (Ok(finder), _) => start(&environment, &finder, text).map_err(com),
        (Err(_), "") => Ok(()),
        (Err(_), _) => find_simply(&core, text, backwards).map_err(com),
    }
}

fn start(
    environment: &ICoreWebView2Environment,
    finder: &ICoreWebView2Find,
    text: &str,
) -> Result<()> {
    let started = FindStartCompletedHandler::create(Box::new(|result| {
        if let Err(error) = result {
            tracing::warn!(%error, "A search could not be started");
        }
        Ok(())
    }));
    // SAFETY: the text lives through the call, which copies it; the finder keeps the handler.
    unsafe {
        let options = environment
            .cast::<ICoreWebView2Environment15>()?
            .CreateFindOptions()?;
        options.SetFindTerm(&HSTRING::from(text))?;
        options.SetIsCaseSensitive(false)?;
        options.SetShouldHighlightAllMatches(true)?;
        // Ours is drawn instead.
        options.SetSuppressDefaultFindDialog(true)?;
        finder.Stop()?;
        finder.Start(&options, &started)
    }
}

pub(super) fn again(page: &Webview, backwards: bool) -> tauri::Result<()> {
    let Some(text) = SOUGHT.with_borrow(|sought| sought.get(page.label()).cloned()) else {
        return Ok(());
    };
    let core = super::core(page)?;
    let found = match finder(&core) {
        // SAFETY: takes nothing.
        Ok(finder) if backwards => unsafe { finder.FindPrevious() },
        // SAFETY: takes nothing.
        Ok(finder) => unsafe { finder.FindNext() },
        Err(_) => find_simply(&core, &text, backwards),
    };
    found.map_err(com)
}

fn find_simply(core: &ICoreWebView2, text: &str, backwards: bool) -> Result<()> {
    let text = serde_json::Value::from(text);
    let script = HSTRING::from(format!("window.find({text}, false, {backwards}, true)"));
    let done = ExecuteScriptCompletedHandler::create(Box::new(|_, _| Ok(())));
    // SAFETY: the text lives through the call, which copies it.
    unsafe { core.ExecuteScript(&script, &done) }
}

pub(super) fn forget(label: &str) {
    SOUGHT.with_borrow_mut(|sought| sought.remove(label));
}
