//! Session cookies over a restart.
//!
//! WebKit keeps cookies with an expiry date itself and forgets the others when the program ends. Those others
//! are written, sealed, whenever a cookie changes, and put back before the page's first request.

use std::{cell::Cell, ptr::NonNull, rc::Rc};

use block2::RcBlock;
use domain::AccountId;
use objc2::{
    DefinedClass, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObject, NSObjectProtocol, ProtocolObject},
};
use objc2_foundation::{
    NSArray, NSHTTPCookie, NSHTTPCookieDomain, NSHTTPCookieName, NSHTTPCookiePath,
    NSHTTPCookiePropertyKey, NSHTTPCookieSameSitePolicy, NSHTTPCookieSecure, NSHTTPCookieValue,
    NSMutableDictionary, NSString, ns_string,
};
use objc2_web_kit::{WKHTTPCookieStore, WKHTTPCookieStoreObserver, WKWebView};
use tauri::Manager;

use crate::{
    account::session,
    platform::{
        later::Settle,
        page::kept::{Kept, SETTLE, SameSite},
    },
    shell::Shell,
    windows::labels,
};

fn kept(cookie: &NSHTTPCookie) -> Kept {
    let policy = cookie
        .sameSitePolicy()
        .map(|p| p.to_string().to_lowercase());
    Kept {
        name: cookie.name().to_string(),
        value: cookie.value().to_string(),
        domain: cookie.domain().to_string(),
        path: cookie.path().to_string(),
        http_only: cookie.isHTTPOnly(),
        secure: cookie.isSecure(),
        same_site: match policy.as_deref() {
            Some("lax") => SameSite::Lax,
            Some("strict") => SameSite::Strict,
            _ => SameSite::None,
        },
    }
}

/// Without an expiry date it's a session cookie as before.
fn cookie(kept: &Kept) -> Option<Retained<NSHTTPCookie>> {
    let text = |t: &str| NSString::from_str(t);
    let properties: Retained<NSMutableDictionary<NSHTTPCookiePropertyKey, AnyObject>> =
        NSMutableDictionary::new();
    // SAFETY: constants of Foundation's, and values of the types that it asks for.
    unsafe {
        properties.insert(NSHTTPCookieName, &*text(&kept.name));
        properties.insert(NSHTTPCookieValue, &*text(&kept.value));
        properties.insert(NSHTTPCookieDomain, &*text(&kept.domain));
        properties.insert(NSHTTPCookiePath, &*text(&kept.path));
        if kept.secure {
            properties.insert(NSHTTPCookieSecure, ns_string!("TRUE"));
        }
        if kept.http_only {
            // Foundation reads it, though it has no name for it.
            properties.insert(ns_string!("HttpOnly"), ns_string!("TRUE"));
        }
        let policy = match kept.same_site {
            SameSite::Lax => Some("lax"),
            SameSite::Strict => Some("strict"),
            SameSite::None => None,
        };
        if let Some(policy) = policy {
            properties.insert(NSHTTPCookieSameSitePolicy, &*text(policy));
        }
        NSHTTPCookie::cookieWithProperties(&properties)
    }
}

fn store(view: &WKWebView) -> Retained<WKHTTPCookieStore> {
    // SAFETY: main thread.
    unsafe { view.configuration().websiteDataStore().httpCookieStore() }
}

/// Writes the account's session cookies, sealed.
pub(super) fn save(shell: &Shell, id: AccountId, view: &WKWebView, then: Box<dyn FnOnce()>) {
    let keep = shell
        .state()
        .registry
        .account(id)
        .is_some_and(|a| a.keep_session);
    if !keep {
        return then();
    }
    let (shell, then) = (shell.clone(), Cell::new(Some(then)));
    let got = RcBlock::new(move |cookies: NonNull<NSArray<NSHTTPCookie>>| {
        // SAFETY: WebKit's list lives through the call.
        let cookies = unsafe { cookies.as_ref() };
        let session = cookies.iter().filter(|c| c.expiresDate().is_none());
        let kept: Vec<Kept> = session.map(|c| kept(&c)).collect();
        session::write(&shell, id, &kept);
        if let Some(then) = then.take() {
            then();
        }
    });
    // SAFETY: main thread; WebKit keeps the block until it has called it, there too.
    unsafe { store(view).getAllCookies(&got) };
}

/// Puts the written cookies back, then calls `then`.
pub(super) fn restore(
    shell: &Shell,
    id: AccountId,
    view: &Retained<WKWebView>,
    then: impl FnOnce(&WKWebView) + 'static,
) {
    let kept: Vec<Kept> = session::read(shell, id, false).unwrap_or_default();
    let cookies: Vec<_> = kept.iter().filter_map(cookie).collect();
    if cookies.is_empty() {
        return then(view);
    }
    let left = Rc::new(Cell::new(cookies.len()));
    let (view_, then) = (view.clone(), Rc::new(Cell::new(Some(then))));
    let put = RcBlock::new(move || {
        left.set(left.get() - 1);
        if left.get() == 0
            && let Some(then) = then.take()
        {
            then(&view_);
        }
    });
    let store = store(view);
    for cookie in cookies {
        // SAFETY: main thread; WebKit calls back there too, once for each.
        unsafe { store.setCookie_completionHandler(&cookie, Some(&put)) };
    }
}

pub(super) struct Ivars {
    shell: Shell,
    id: AccountId,
    settle: Settle,
}

define_class!(
    /// Hears of changed cookies.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Ivars]
    pub(super) struct Changes;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Changes {}

    // SAFETY: the signature is that of the protocol.
    unsafe impl WKHTTPCookieStoreObserver for Changes {
        #[unsafe(method(cookiesDidChangeInCookieStore:))]
        fn changed(&self, _store: &WKHTTPCookieStore) {
            let Ivars { shell, id, settle } = self.ivars();
            let id = *id;
            settle.run(shell, SETTLE, move |shell| look(shell, id));
        }
    }
);

impl Changes {
    /// Listens as long as it's kept.
    pub(super) fn new(shell: &Shell, id: AccountId, view: &WKWebView) -> Retained<Self> {
        let ivars = Ivars {
            shell: shell.clone(),
            id,
            settle: Settle::default(),
        };
        let this = Self::alloc(view.mtm()).set_ivars(ivars);
        // SAFETY: NSObject's initialiser takes nothing.
        let this: Retained<Self> = unsafe { msg_send![super(this), init] };
        // SAFETY: main thread; the store refers to it weakly.
        unsafe { store(view).addObserver(ProtocolObject::from_ref(&*this)) };
        this
    }
}

fn look(shell: &Shell, id: AccountId) {
    let Some(page) = shell.app.get_webview(&labels::page(id)) else {
        return;
    };
    match super::view(&page) {
        Ok(view) => save(shell, id, &view, Box::new(|| {})),
        Err(error) => tracing::warn!(%error, account = %id, "Cookies could not be read"),
    }
}
