//! Session cookies over a restart.
//!
//! WebKit keeps cookies with an expiry date itself and forgets the others when the program ends. Those
//! others are written, sealed, whenever a cookie changes, and put back before the page's first request.
//!
//! The jar lives in WebKit's network process. When that dies, out of memory or by the signal that ends a whole session,
//! WebKit starts another one with an empty jar, and says nothing. What is kept must outlive that: a cookie of ours marks a
//! jar that was filled, and one that has lost it is filled again.
//!
//! This goes to WebKit's own cookie manager. Tauri's calls drop the leading dot of a domain, and turn
//! the main loop in the middle of the caller.
#![expect(
    unsafe_code,
    reason = "the binding lacks webkit_cookie_manager_get_all_cookies (2.42)"
)]

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    rc::Rc,
};

use domain::AccountId;
use gtk::{
    gio,
    glib::{
        self,
        translate::{FromGlibPtrContainer, ToGlibPtr, from_glib_full},
    },
};
use soup::SameSitePolicy;
use tauri::Manager;
use webkit2gtk::{CookieManager, CookieManagerExt, WebView, WebViewExt, WebsiteDataManagerExt};

use crate::{
    account::session,
    platform::{
        layout::widget,
        page::kept::{Kept, SETTLE, SameSite},
    },
    shell::Shell,
    windows::labels,
};

impl From<SameSitePolicy> for SameSite {
    fn from(policy: SameSitePolicy) -> Self {
        match policy {
            SameSitePolicy::Lax => Self::Lax,
            SameSitePolicy::Strict => Self::Strict,
            _ => Self::None,
        }
    }
}

impl From<SameSite> for SameSitePolicy {
    fn from(same_site: SameSite) -> Self {
        match same_site {
            SameSite::Lax => Self::Lax,
            SameSite::Strict => Self::Strict,
            SameSite::None => Self::None,
        }
    }
}

/// The mark of a filled jar. Its domain is nobody's (RFC 6761, 6.4), so that no page and no server sees it.
const MARK: &str = "filled";
const MARK_DOMAIN: &str = "jar.ninefold.invalid";

thread_local! {
    static FOLLOWED: RefCell<BTreeSet<AccountId>> = const { RefCell::new(BTreeSet::new()) };
    /// Jars in which the mark was seen.
    static MARKED: RefCell<BTreeSet<AccountId>> = const { RefCell::new(BTreeSet::new()) };
    /// What was in a jar when it was last looked into, as a sum of hashes.
    static SEEN: RefCell<BTreeMap<AccountId, u64>> = const { RefCell::new(BTreeMap::new()) };
}

fn manager(view: &WebView) -> Option<CookieManager> {
    view.website_data_manager().and_then(|m| m.cookie_manager())
}

type Cookies = Result<Vec<soup::Cookie>, glib::Error>;

/// All cookies, those that pages can't read too.
fn all<F: FnOnce(Cookies) + 'static>(manager: &CookieManager, then: F) {
    unsafe extern "C" {
        fn webkit_cookie_manager_get_all_cookies(
            manager: *mut webkit2gtk::ffi::WebKitCookieManager,
            cancellable: *mut gio::ffi::GCancellable,
            callback: gio::ffi::GAsyncReadyCallback,
            data: glib::ffi::gpointer,
        );
        fn webkit_cookie_manager_get_all_cookies_finish(
            manager: *mut webkit2gtk::ffi::WebKitCookieManager,
            result: *mut gio::ffi::GAsyncResult,
            error: *mut *mut glib::ffi::GError,
        ) -> *mut glib::ffi::GList;
    }
    unsafe extern "C" fn done<F: FnOnce(Cookies)>(
        source: *mut glib::gobject_ffi::GObject,
        result: *mut gio::ffi::GAsyncResult,
        data: glib::ffi::gpointer,
    ) {
        let mut error = std::ptr::null_mut();
        // SAFETY: called by GIO with the manager, its result, and the closure boxed below, once.
        let (cookies, then) = unsafe {
            let list =
                webkit_cookie_manager_get_all_cookies_finish(source.cast(), result, &raw mut error);
            let cookies = if error.is_null() {
                Ok(FromGlibPtrContainer::from_glib_full(list))
            } else {
                Err(from_glib_full(error))
            };
            (cookies, Box::from_raw(data.cast::<F>()))
        };
        then(cookies);
    }
    // SAFETY: the manager lives through the call, which takes its own reference; the closure is freed
    // in `done`, which GIO calls exactly once, on this thread.
    unsafe {
        webkit_cookie_manager_get_all_cookies(
            manager.to_glib_none().0,
            std::ptr::null_mut(),
            Some(done::<F>),
            Box::into_raw(Box::new(then)).cast(),
        );
    }
}

/// What is to be kept of a jar.
enum Jar {
    Whole(Vec<Kept>),
    /// It isn't the one that was filled.
    Lost,
}

/// Looks into the account's jar; nothing comes of it where nothing is kept, or it can't be read.
fn look(shell: &Shell, id: AccountId, view: &WebView, then: impl FnOnce(Option<Jar>) + 'static) {
    let keep = shell
        .state()
        .registry
        .account(id)
        .is_some_and(|a| a.keep_session);
    let Some(manager) = manager(view).filter(|_| keep) else {
        return then(None);
    };
    all(&manager, move |cookies| {
        then(match cookies {
            Ok(cookies) => Some(sort(id, cookies)),
            Err(error) => {
                tracing::error!(%error, account = %id, "Cookies could not be read");
                None
            }
        });
    });
}

fn sort(id: AccountId, cookies: Vec<soup::Cookie>) -> Jar {
    let kept: Vec<Kept> = cookies.into_iter().filter_map(keep_one).collect();
    let (marks, kept): (Vec<_>, Vec<_>) = kept.into_iter().partition(is_mark);
    let was_marked = MARKED.with_borrow_mut(|marked| {
        if marks.is_empty() {
            marked.remove(&id)
        } else {
            !marked.insert(id)
        }
    });
    if marks.is_empty() && was_marked {
        tracing::info!(account = %id, "A jar isn't the one that was filled, or was cleared");
        Jar::Lost
    } else {
        Jar::Whole(kept)
    }
}

fn is_mark(kept: &Kept) -> bool {
    kept.name == MARK && kept.domain.trim_start_matches('.') == MARK_DOMAIN
}

/// Writes the account's session cookies, sealed.
pub(super) fn save(shell: &Shell, id: AccountId, view: &WebView, then: Box<dyn FnOnce()>) {
    let (s, v) = (shell.clone(), view.clone());
    look(shell, id, view, move |jar| {
        match jar {
            Some(Jar::Whole(kept)) => {
                note(id, &kept);
                session::write(&s, id, &kept);
            }
            Some(Jar::Lost) => fill(&s, id, &v, |_| {}),
            None => {}
        }
        then();
    });
}

/// Looks after a page that has just begun to show: without its cookies it's loaded once more, with them. Of a jar that
/// was filled again WebKit tells no changes, so that they are looked for here.
pub(super) fn look_after(shell: &Shell, id: AccountId, view: &WebView, asked: Option<String>) {
    let (s, v, page) = (shell.clone(), view.clone(), view.clone());
    look(shell, id, view, move |jar| match jar {
        Some(Jar::Whole(kept)) if note(id, &kept) => session::write(&s, id, &kept),
        Some(Jar::Lost) => fill(&s, id, &v, move |kept| {
            if kept > 0
                && let Some(url) = asked
            {
                page.load_uri(&url);
            }
        }),
        Some(Jar::Whole(_)) | None => {}
    });
}

/// Whether a jar's content isn't what it was when it was noted before.
fn note(id: AccountId, kept: &[Kept]) -> bool {
    // In any order.
    let sum = kept.iter().fold(0_u64, |sum, cookie| {
        let mut hasher = DefaultHasher::new();
        cookie.hash(&mut hasher);
        sum.wrapping_add(hasher.finish())
    });
    let before = SEEN.with_borrow_mut(|seen| seen.insert(id, sum));
    before.is_some_and(|before| before != sum)
}

fn keep_one(mut cookie: soup::Cookie) -> Option<Kept> {
    if cookie.expires().is_some() {
        return None;
    }
    let text = |value: Option<glib::GString>| value.map(String::from).unwrap_or_default();
    Some(Kept {
        name: text(cookie.name()),
        value: text(cookie.value()),
        domain: text(cookie.domain()),
        path: text(cookie.path()),
        http_only: cookie.is_http_only(),
        secure: cookie.is_secure(),
        same_site: cookie.same_site_policy().into(),
    })
}

/// Puts the written cookies back, then calls `then`, and from then on writes them at each change.
pub(super) fn restore_then_keep(
    shell: &Shell,
    id: AccountId,
    view: &WebView,
    then: impl FnOnce(&WebView) + 'static,
) {
    let (s, v) = (shell.clone(), view.clone());
    let finish = move || {
        // Half of them put back must not count as a change worth writing.
        follow_changes(&s, id, &v);
        then(&v);
    };
    let (s, v) = (shell.clone(), view.clone());
    look(shell, id, view, move |jar| match jar {
        Some(Jar::Whole(_)) if MARKED.with_borrow(|marked| marked.contains(&id)) => finish(),
        Some(_) => fill(&s, id, &v, |_| finish()),
        None => finish(),
    });
}

/// Puts the written cookies into an empty jar, and marks it; `then` hears how many they were.
fn fill(shell: &Shell, id: AccountId, view: &WebView, then: impl FnOnce(usize) + 'static) {
    let read: Option<Vec<Kept>> = session::read(shell, id, true);
    // A jar that waits for the key isn't filled yet.
    let mark = read.is_some().then(mark);
    let mut kept = read.unwrap_or_default();
    let count = kept.len();
    kept.extend(mark);
    let Some(manager) = manager(view).filter(|_| !kept.is_empty()) else {
        return then(count);
    };
    let left = Rc::new(Cell::new(kept.len()));
    let then = Rc::new(Cell::new(Some(then)));
    for k in kept {
        // -1: no expiry, a session cookie as before.
        let mut cookie = soup::Cookie::new(&k.name, &k.value, &k.domain, &k.path, -1);
        cookie.set_http_only(k.http_only);
        cookie.set_secure(k.secure);
        cookie.set_same_site_policy(k.same_site.into());
        let (left, then) = (left.clone(), then.clone());
        manager.add_cookie(&mut cookie, gio::Cancellable::NONE, move |result| {
            if let Err(error) = result {
                tracing::warn!(%error, account = %id, "A cookie could not be put back");
            }
            left.set(left.get() - 1);
            if left.get() == 0
                && let Some(then) = then.take()
            {
                then(count);
            }
        });
    }
}

fn mark() -> Kept {
    Kept {
        name: MARK.to_owned(),
        value: "1".to_owned(),
        domain: MARK_DOMAIN.to_owned(),
        path: "/".to_owned(),
        http_only: true,
        secure: false,
        same_site: SameSite::Strict,
    }
}

/// The account's next page has a jar of its own to listen to.
pub(super) fn follow_anew(id: AccountId) {
    FOLLOWED.with_borrow_mut(|followed| followed.remove(&id));
}

/// The account's cookies stay while the program runs, however often its page is made anew: they are
/// listened to once.
fn follow_changes(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(manager) = manager(view) else { return };
    if !FOLLOWED.with_borrow_mut(|followed| followed.insert(id)) {
        return;
    }
    let pending: Rc<Cell<Option<glib::SourceId>>> = Rc::default();
    let shell = shell.clone();
    manager.connect_changed(move |_| {
        if let Some(source) = pending.take() {
            source.remove();
        }
        let (shell, done) = (shell.clone(), pending.clone());
        pending.set(Some(glib::timeout_add_local_once(SETTLE, move || {
            done.take();
            let page = shell.app.get_webview(&labels::page(id));
            if let Some(Ok(view)) = page.map(|p| widget(&p)) {
                save(&shell, id, &view, Box::new(|| {}));
            }
        })));
    });
}
