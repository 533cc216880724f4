//! `WKWebView`. Type-checked, not run.
//!
//! An account's store is a `WKWebsiteDataStore` with the account's id, which macOS has from version 14 on
//! (before it a second account is refused). Its files are the system's, outside of the account's folder:
//! [`remove_store`] has the system drop them.
//!
//! wry owns the delegates, and they lack what is needed here. So each gets another in front of it, which
//! answers what wry's doesn't and forwards the rest.
//!
//! Not to be had without private calls: the page's question before it's left, its wish for location (the
//! system asks by itself), and the number of matches when finding. A bad certificate's subject and issuer
//! aren't told: they would take the Security framework.
#![expect(
    unsafe_code,
    reason = "WebKit calls, all on the main thread, with objects that live through them"
)]

mod challenge;
mod cookies;
mod failures;
mod find;
mod navigation;
mod notices;
mod panels;
mod popup;
mod transfers;
mod watch;

use std::{cell::RefCell, collections::HashMap, path::PathBuf};

use block2::RcBlock;
use domain::AccountId;
use objc2::{MainThreadMarker, MainThreadOnly, rc::Retained, runtime::AnyObject};
use objc2_foundation::{NSDate, NSError, NSSet, NSString, NSURL, NSURLRequest, NSUUID, ns_string};
use objc2_web_kit::{
    WKContentWorld, WKWebView, WKWebsiteDataStore, WKWebsiteDataTypeDiskCache,
    WKWebsiteDataTypeMemoryCache,
};
use tauri::{
    Url, Webview, WebviewWindow,
    webview::{NewWindowFeatures, WebviewBuilder},
};

use super::watching::WORLD;
use crate::{platform::keys, shell::Shell};

/// macOS.
pub(crate) struct Native;

/// What a view refers to without keeping it.
struct Kept {
    account: AccountId,
    _navigation: Option<Retained<navigation::Navigation>>,
    _panels: Option<Retained<panels::Panels>>,
    _watch: Option<watch::Watched>,
    _cookies: Option<Retained<cookies::Changes>>,
}

thread_local! {
    /// By the webview's label.
    static KEPT: RefCell<HashMap<String, Kept>> = RefCell::default();
}

impl super::PageEngine for Native {
    fn isolate(
        builder: WebviewBuilder<tauri::Wry>,
        _folder: PathBuf,
        id: AccountId,
    ) -> WebviewBuilder<tauri::Wry> {
        builder.data_store_identifier(store_of(id))
    }

    fn dress(shell: &Shell, id: AccountId, page: &Webview, url: Url) -> tauri::Result<()> {
        let view = view(page)?;
        keys::listen(shell, &page.window(), page)?;
        notices::connect(shell, id, &view);
        let kept = Kept {
            _watch: watch::connect(shell, id, &view),
            _cookies: Some(cookies::Changes::new(shell, id, &view)),
            ..every_page(shell, id, &view, None)
        };
        KEPT.with_borrow_mut(|all| all.insert(page.label().to_owned(), kept));
        cookies::restore(shell, id, &view, move |view| load(view, &url));
        Ok(())
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
        let view = view(page)?;
        run_apart(&view, script);
        Ok(())
    }

    fn clear(page: &Webview, then: Box<dyn FnOnce(bool)>) -> tauri::Result<()> {
        let view = view(page)?;
        // SAFETY: see the module.
        let everything = unsafe { WKWebsiteDataStore::allWebsiteDataTypes(view.mtm()) };
        clear(&view, &everything, then);
        Ok(())
    }

    fn clear_cache(page: &Webview) -> tauri::Result<()> {
        // SAFETY: constants of WebKit's.
        let kinds = unsafe { [WKWebsiteDataTypeDiskCache, WKWebsiteDataTypeMemoryCache] };
        let view = view(page)?;
        clear(&view, &NSSet::from_slice(&kinds), Box::new(|_| {}));
        Ok(())
    }

    fn save_session(
        shell: &Shell,
        id: AccountId,
        page: &Webview,
        then: Box<dyn FnOnce()>,
    ) -> tauri::Result<()> {
        let view = view(page)?;
        cookies::save(shell, id, &view, then);
        Ok(())
    }

    fn reload(page: &Webview, past_the_cache: bool) -> tauri::Result<()> {
        let view = view(page)?;
        // SAFETY: see the module. What is given back is a handle that nobody needs.
        let _navigation = unsafe {
            if past_the_cache {
                view.reloadFromOrigin()
            } else {
                view.reload()
            }
        };
        Ok(())
    }

    fn stop(page: &Webview) -> tauri::Result<()> {
        // SAFETY: see the module.
        unsafe { view(page)?.stopLoading() };
        Ok(())
    }

    fn back(page: &Webview) -> tauri::Result<()> {
        // SAFETY: see the module. What is given back is a handle that nobody needs.
        let _navigation = unsafe { view(page)?.goBack() };
        Ok(())
    }

    fn forward(page: &Webview) -> tauri::Result<()> {
        // SAFETY: as above.
        let _navigation = unsafe { view(page)?.goForward() };
        Ok(())
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
    // Dropped outside: it ends observations, which could come back here.
    let kept = KEPT.with_borrow_mut(|all| all.remove(label));
    drop(kept);
}

/// Whose page a label is.
fn account(label: &str) -> Option<AccountId> {
    KEPT.with_borrow(|all| all.get(label).map(|kept| kept.account))
}

/// Has the system drop an account's store. Its page must be gone.
pub(crate) fn remove_store(id: AccountId) {
    let Some(main) = MainThreadMarker::new() else {
        return;
    };
    let done = RcBlock::new(move |error: *mut NSError| {
        // SAFETY: null, or an error that lives through the call.
        if let Some(error) = unsafe { error.as_ref() } {
            tracing::error!(account = %id, error = %error.localizedDescription(), "A store could not be removed");
        }
    });
    let store = NSUUID::from_bytes(store_of(id));
    // SAFETY: see the module.
    unsafe {
        WKWebsiteDataStore::removeDataStoreForIdentifier_completionHandler(&store, &done, main);
    }
}

fn store_of(id: AccountId) -> [u8; 16] {
    id.into_bytes()
}

/// What every page of an account gets, its pop-ups too; `popup` is the label of one.
fn every_page(shell: &Shell, id: AccountId, view: &WKWebView, popup: Option<&str>) -> Kept {
    // The page has no way to the program, not even to be refused.
    // SAFETY: see the module.
    unsafe {
        let controller = view.configuration().userContentController();
        controller.removeScriptMessageHandlerForName(ns_string!("ipc"));
    }
    Kept {
        account: id,
        _navigation: navigation::Navigation::put_before(shell, id, view, popup.is_none()),
        _panels: panels::Panels::put_before(shell, id, view, popup),
        _watch: None,
        _cookies: None,
    }
}

fn load(view: &WKWebView, url: &Url) {
    let Some(url) = NSURL::URLWithString(&NSString::from_str(url.as_str())) else {
        return;
    };
    // SAFETY: see the module. What is given back is a handle that nobody needs.
    let _navigation = unsafe { view.loadRequest(&NSURLRequest::requestWithURL(&url)) };
}

/// Our script world: the page has neither its globals nor its messages.
fn world(main: MainThreadMarker) -> Retained<WKContentWorld> {
    // SAFETY: see the module.
    unsafe { WKContentWorld::worldWithName(&NSString::from_str(WORLD), main) }
}

fn run_apart(view: &WKWebView, script: &str) {
    let done = RcBlock::new(|_: *mut AnyObject, error: *mut NSError| {
        // SAFETY: null, or an error that lives through the call.
        if let Some(error) = unsafe { error.as_ref() } {
            // A promise can't be read back; that it ran is all that's asked for.
            tracing::debug!(error = %error.localizedDescription(), "A script of ours gave nothing back");
        }
    });
    // SAFETY: see the module. No frame means the main one.
    unsafe {
        view.evaluateJavaScript_inFrame_inContentWorld_completionHandler(
            &NSString::from_str(script),
            None,
            &world(view.mtm()),
            Some(&done),
        );
    }
}

fn clear(view: &WKWebView, kinds: &NSSet<NSString>, then: Box<dyn FnOnce(bool)>) {
    // WebKit tells no failure.
    let done = once(Box::new(|| then(true)));
    // SAFETY: see the module.
    unsafe {
        let store = view.configuration().websiteDataStore();
        let always = NSDate::dateWithTimeIntervalSince1970(0.0);
        store.removeDataOfTypes_modifiedSince_completionHandler(kinds, &always, &done);
    }
}

/// A block that is called once.
fn once(then: Box<dyn FnOnce()>) -> RcBlock<dyn Fn()> {
    let then = std::cell::Cell::new(Some(then));
    RcBlock::new(move || {
        if let Some(then) = then.take() {
            then();
        }
    })
}

struct SameThread<T>(T);
// SAFETY: the value is sent and received on the main thread, within one call.
unsafe impl<T> Send for SameThread<T> {}

/// The view of a webview. Main thread only.
pub(crate) fn view(webview: &Webview) -> tauri::Result<Retained<WKWebView>> {
    let (sender, receiver) = std::sync::mpsc::channel();
    webview.with_webview(move |w| {
        // The receiver is there until the closure has run.
        let _sent = sender.send(SameThread(w.inner())).is_ok();
    })?;
    let pointer = receiver
        .recv()
        .map_err(|_| tauri::Error::WebviewNotFound)?
        .0;
    // SAFETY: wry gives the pointer of its live view, which is a WKWebView.
    unsafe { Retained::retain(pointer.cast()) }.ok_or(tauri::Error::WebviewNotFound)
}

/// The page's address, once it has one.
fn address(view: &WKWebView) -> Option<Url> {
    // SAFETY: see the module.
    unsafe { view.URL() }.and_then(|u| url(&u))
}

fn url(url: &NSURL) -> Option<Url> {
    Url::parse(&url.absoluteString()?.to_string()).ok()
}
