//! WebView2. Type-checked, not run.
//!
//! An account's store is a user data folder of its own, and so a browser process of its own. Facts are
//! read in an isolated world, made and reached through the `DevTools` protocol: WebView2 has no call for it.
//!
//! Not to be had: a page's share of loading progress (three steps are told instead), and word of cookies
//! that change (they are compared after answers that set some). Finding in pages takes the runtime of 2025;
//! before it `window.find` counts no matches.
#![expect(unsafe_code, reason = "COM calls; each gets pointers that outlive it")]

mod cookies;
mod devtools;
mod failures;
mod find;
mod popup;
mod questions;
mod transfers;
mod watch;

use std::path::PathBuf;

use domain::AccountId;
use tauri::{
    Url, Webview, WebviewWindow,
    webview::{NewWindowFeatures, WebviewBuilder},
};
use webview2_com::{
    ClearBrowsingDataCompletedHandler,
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_BROWSING_DATA_KINDS, COREWEBVIEW2_BROWSING_DATA_KINDS_DISK_CACHE,
        ICoreWebView2, ICoreWebView2_13, ICoreWebView2Controller, ICoreWebView2Environment,
        ICoreWebView2Profile2, ICoreWebView2Settings3,
    },
    take_pwstr,
};
use windows::core::{HSTRING, Interface, PWSTR, Result};

use crate::{pages, platform::keys, shell::Shell};

/// Windows.
pub(crate) struct Native;

impl super::PageEngine for Native {
    fn isolate(
        builder: WebviewBuilder<tauri::Wry>,
        folder: PathBuf,
        _id: AccountId,
    ) -> WebviewBuilder<tauri::Wry> {
        builder.data_directory(folder)
    }

    fn dress(shell: &Shell, id: AccountId, page: &Webview, url: Url) -> tauri::Result<()> {
        let core = core(page)?;
        keys::listen(shell, &page.window(), page)?;
        every_page(shell, id, None, &core).map_err(com)?;
        watch::connect(shell, id, &core).map_err(com)?;
        failures::connect(shell, id, &core).map_err(com)?;
        find::connect(shell, id, &core);
        cookies::restore_then_keep(shell, id, &core, move |core| go(core, &url)).map_err(com)
    }

    fn open_popup(
        shell: &Shell,
        id: AccountId,
        url: &Url,
        features: NewWindowFeatures,
    ) -> tauri::Result<WebviewWindow> {
        popup::open(shell, id, url, features)
    }

    fn run_apart(page: &Webview, script: &str) -> tauri::Result<()> {
        devtools::run_apart(&core(page)?, script).map_err(com)
    }

    fn clear(page: &Webview, then: Box<dyn FnOnce(bool)>) -> tauri::Result<()> {
        clear(&core(page)?, None, then).map_err(com)
    }

    fn clear_cache(page: &Webview) -> tauri::Result<()> {
        let cache = COREWEBVIEW2_BROWSING_DATA_KINDS_DISK_CACHE;
        clear(&core(page)?, Some(cache), Box::new(|_| {})).map_err(com)
    }

    fn save_session(
        shell: &Shell,
        id: AccountId,
        page: &Webview,
        then: Box<dyn FnOnce()>,
    ) -> tauri::Result<()> {
        cookies::save(shell, id, &core(page)?, then).map_err(com)
    }

    fn reload(page: &Webview, past_the_cache: bool) -> tauri::Result<()> {
        let core = core(page)?;
        if past_the_cache {
            let parameters = serde_json::json!({ "ignoreCache": true });
            devtools::call(&core, "Page.reload", &parameters, |_| {}).map_err(com)
        } else {
            // SAFETY: see the module.
            unsafe { core.Reload() }.map_err(com)
        }
    }

    fn stop(page: &Webview) -> tauri::Result<()> {
        // SAFETY: see the module.
        unsafe { core(page)?.Stop() }.map_err(com)
    }

    fn back(page: &Webview) -> tauri::Result<()> {
        // SAFETY: see the module.
        unsafe { core(page)?.GoBack() }.map_err(com)
    }

    fn forward(page: &Webview) -> tauri::Result<()> {
        // SAFETY: see the module.
        unsafe { core(page)?.GoForward() }.map_err(com)
    }

    fn find(page: &Webview, text: &str, backwards: bool) -> tauri::Result<()> {
        find::find(page, text, backwards)
    }

    fn find_again(page: &Webview, backwards: bool) -> tauri::Result<()> {
        find::again(page, backwards)
    }
}

/// Forgets what is kept here for a page that's about to be dropped.
pub(crate) fn forget(label: &str) {
    find::forget(label);
}

/// What every page of an account gets, its pop-ups too.
fn every_page(
    shell: &Shell,
    id: AccountId,
    popup: Option<&str>,
    core: &ICoreWebView2,
) -> Result<()> {
    restrict(core)?;
    guard(shell, id, core)?;
    questions::connect(shell, id, popup, core)?;
    transfers::connect(shell, id, core)
}

/// Takes away what a page has no need of.
fn restrict(core: &ICoreWebView2) -> Result<()> {
    // SAFETY: see the module.
    unsafe {
        let settings = core.Settings()?;
        // The page has no way to the program, not even to be refused.
        settings.SetIsWebMessageEnabled(false)?;
        settings.SetAreHostObjectsAllowed(false)?;
        // The engine's dialogs don't say whose they are.
        settings.SetAreDefaultScriptDialogsEnabled(false)?;
        // Keys that aren't ours are the page's.
        settings
            .cast::<ICoreWebView2Settings3>()?
            .SetAreBrowserAcceleratorKeysEnabled(false)
    }
}

/// Where the main frame may go, before anything is sent, and which schemes frames may have.
fn guard(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    use webview2_com::NavigationStartingEventHandler as Handler;
    let s = shell.clone();
    let main = Handler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: see the module.
        let url = address(|t| unsafe { args.Uri(t) });
        // Other schemes have been decided on in Tauri's handler, which comes first.
        match url.filter(|u| u.scheme().starts_with("http")) {
            // SAFETY: see the module.
            Some(url) if !pages::main_frame(&s, id, &url, super::here(&s, id)) => unsafe {
                args.SetCancel(true)
            },
            _ => Ok(()),
        }
    }));
    let s = shell.clone();
    let inside = Handler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: see the module.
        let allowed =
            address(|t| unsafe { args.Uri(t) }).is_some_and(|u| pages::may_load(&s, id, &u));
        // SAFETY: see the module.
        if allowed {
            Ok(())
        } else {
            unsafe { args.SetCancel(true) }
        }
    }));
    let mut token = 0;
    // SAFETY: see the module.
    unsafe {
        core.add_NavigationStarting(&main, &raw mut token)?;
        core.add_FrameNavigationStarting(&inside, &raw mut token)
    }
}

fn go(core: &ICoreWebView2, url: &Url) {
    // SAFETY: see the module.
    if let Err(error) = unsafe { core.Navigate(&HSTRING::from(url.as_str())) } {
        tracing::error!(%error, "A page could not be loaded");
    }
}

/// Clears some kinds of data, or all.
fn clear(
    core: &ICoreWebView2,
    kinds: Option<COREWEBVIEW2_BROWSING_DATA_KINDS>,
    then: Box<dyn FnOnce(bool)>,
) -> Result<()> {
    let done = ClearBrowsingDataCompletedHandler::create(Box::new(move |result| {
        if let Err(error) = &result {
            tracing::error!(%error, "A session could not be cleared");
        }
        then(result.is_ok());
        Ok(())
    }));
    // SAFETY: see the module.
    unsafe {
        let profile = core
            .cast::<ICoreWebView2_13>()?
            .Profile()?
            .cast::<ICoreWebView2Profile2>()?;
        match kinds {
            Some(kinds) => profile.ClearBrowsingData(kinds, &done),
            None => profile.ClearBrowsingDataAll(&done),
        }
    }
}

struct SameThread<T>(T);
// SAFETY: the value is sent and received on the main thread, within one call.
unsafe impl<T> Send for SameThread<T> {}

/// What WebView2 calls a controller: the webview as a part of a window. Main thread only.
pub(crate) fn controller(webview: &Webview) -> tauri::Result<ICoreWebView2Controller> {
    parts(webview).map(|(controller, _)| controller)
}

fn parts(webview: &Webview) -> tauri::Result<(ICoreWebView2Controller, ICoreWebView2Environment)> {
    let (sender, receiver) = std::sync::mpsc::channel();
    webview.with_webview(move |w| {
        // The receiver is there until the closure has run.
        let _sent = sender
            .send(SameThread((w.controller(), w.environment())))
            .is_ok();
    })?;
    receiver
        .recv()
        .map(|w| w.0)
        .map_err(|_| tauri::Error::WebviewNotFound)
}

/// The page itself. Main thread only.
fn core(webview: &Webview) -> tauri::Result<ICoreWebView2> {
    // SAFETY: see the module.
    unsafe { controller(webview)?.CoreWebView2() }.map_err(com)
}

/// An error of COM's, as one of Tauri's.
pub(crate) fn com(error: windows::core::Error) -> tauri::Error {
    tauri::Error::Anyhow(error.into())
}

/// What a getter gives; the default where it fails.
pub(crate) fn value<T: Default>(get: impl FnOnce(*mut T) -> Result<()>) -> T {
    let mut value = T::default();
    match get(&raw mut value) {
        Ok(()) => value,
        Err(error) => {
            tracing::debug!(%error, "WebView2 didn't tell");
            T::default()
        }
    }
}

/// What a getter of a text gives.
fn text(get: impl FnOnce(*mut PWSTR) -> Result<()>) -> String {
    let text = value(get);
    if text.is_null() {
        String::new()
    } else {
        take_pwstr(text)
    }
}

/// What a getter of an address gives.
fn address(get: impl FnOnce(*mut PWSTR) -> Result<()>) -> Option<Url> {
    Url::parse(&text(get)).ok()
}
