//! Session cookies over a restart.
//!
//! `WebView2` keeps cookies with an expiry date itself and forgets the others when the program ends. Those
//! others are written, sealed, and put back before the page's first request. `WebView2` doesn't tell when a
//! cookie changes: they are looked at after answers that set one, and after pages.

use std::{
    cell::RefCell,
    collections::{BTreeMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use domain::AccountId;
use tauri::Manager;
use webview2_com::{
    GetCookiesCompletedHandler,
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_COOKIE_SAME_SITE_KIND, COREWEBVIEW2_COOKIE_SAME_SITE_KIND_LAX,
        COREWEBVIEW2_COOKIE_SAME_SITE_KIND_NONE, COREWEBVIEW2_COOKIE_SAME_SITE_KIND_STRICT,
        ICoreWebView2, ICoreWebView2_2, ICoreWebView2Cookie, ICoreWebView2CookieList,
        ICoreWebView2CookieManager, ICoreWebView2WebResourceResponseReceivedEventArgs,
    },
    NavigationCompletedEventHandler, WebResourceResponseReceivedEventHandler,
};
use windows::core::{HSTRING, Interface, Result, w};

use super::{com, text, value};
use crate::{
    account::session,
    platform::{
        later::Settle,
        page::kept::{Kept, SETTLE, SameSite},
    },
    shell::Shell,
    windows::labels,
};

thread_local! {
    /// What each account's cookies were when they were looked at last, as a hash.
    static SEEN: RefCell<BTreeMap<AccountId, u64>> = const { RefCell::new(BTreeMap::new()) };
}

impl From<COREWEBVIEW2_COOKIE_SAME_SITE_KIND> for SameSite {
    fn from(kind: COREWEBVIEW2_COOKIE_SAME_SITE_KIND) -> Self {
        match kind {
            COREWEBVIEW2_COOKIE_SAME_SITE_KIND_LAX => Self::Lax,
            COREWEBVIEW2_COOKIE_SAME_SITE_KIND_STRICT => Self::Strict,
            _ => Self::None,
        }
    }
}

impl From<SameSite> for COREWEBVIEW2_COOKIE_SAME_SITE_KIND {
    fn from(same_site: SameSite) -> Self {
        match same_site {
            SameSite::Lax => COREWEBVIEW2_COOKIE_SAME_SITE_KIND_LAX,
            SameSite::Strict => COREWEBVIEW2_COOKIE_SAME_SITE_KIND_STRICT,
            SameSite::None => COREWEBVIEW2_COOKIE_SAME_SITE_KIND_NONE,
        }
    }
}

fn manager(core: &ICoreWebView2) -> Result<ICoreWebView2CookieManager> {
    // SAFETY: takes nothing.
    unsafe { core.cast::<ICoreWebView2_2>()?.CookieManager() }
}

/// All cookies, `HttpOnly` ones too, and whether each is for this session only.
fn all(core: &ICoreWebView2, then: impl FnOnce(Result<Vec<(Kept, bool)>>) + 'static) -> Result<()> {
    let done = GetCookiesCompletedHandler::create(Box::new(move |result, list| {
        then(result.and_then(|()| list.map_or(Ok(Vec::new()), |list| read(&list))));
        Ok(())
    }));
    // SAFETY: the manager keeps the handler; no address means all of the store.
    unsafe { manager(core)?.GetCookies(w!(""), &done) }
}

fn read(list: &ICoreWebView2CookieList) -> Result<Vec<(Kept, bool)>> {
    // SAFETY: the getter fills in a number.
    let count: u32 = value(|v| unsafe { list.Count(v) });
    // SAFETY: the index is within the list.
    (0..count)
        .map(|i| unsafe { list.GetValueAtIndex(i) }.map(|c| read_one(&c)))
        .collect()
}

fn read_one(cookie: &ICoreWebView2Cookie) -> (Kept, bool) {
    // SAFETY: the getters fill in flags, and texts that are ours to free.
    unsafe {
        let kept = Kept {
            name: text(|t| cookie.Name(t)),
            value: text(|t| cookie.Value(t)),
            domain: text(|t| cookie.Domain(t)),
            path: text(|t| cookie.Path(t)),
            http_only: value(|v| cookie.IsHttpOnly(v)).as_bool(),
            secure: value(|v| cookie.IsSecure(v)).as_bool(),
            same_site: value(|v| cookie.SameSite(v)).into(),
        };
        (kept, value(|v| cookie.IsSession(v)).as_bool())
    }
}

/// Writes the account's session cookies, sealed, if any cookie has changed.
pub(super) fn save(
    shell: &Shell,
    id: AccountId,
    core: &ICoreWebView2,
    then: Box<dyn FnOnce()>,
) -> Result<()> {
    let keep = shell
        .state()
        .registry
        .account(id)
        .is_some_and(|a| a.keep_session);
    if !keep {
        then();
        return Ok(());
    }
    let shell = shell.clone();
    all(core, move |cookies| {
        match cookies {
            Ok(cookies) => {
                if has_changed(id, &cookies) {
                    let kept: Vec<Kept> = cookies
                        .into_iter()
                        .filter(|(_, session)| *session)
                        .map(|(k, _)| k)
                        .collect();
                    session::write(&shell, id, &kept);
                }
            }
            Err(error) => tracing::error!(%error, account = %id, "Cookies could not be read"),
        }
        then();
    })
}

/// Whether they aren't what they were; notes what they are.
fn has_changed(id: AccountId, cookies: &[(Kept, bool)]) -> bool {
    let mut hasher = DefaultHasher::new();
    cookies.hash(&mut hasher);
    let now = hasher.finish();
    SEEN.with_borrow_mut(|seen| seen.insert(id, now)) != Some(now)
}

/// Puts the written cookies back, then calls `then`, and from then on writes them when they change.
pub(super) fn restore_then_keep(
    shell: &Shell,
    id: AccountId,
    core: &ICoreWebView2,
    then: impl FnOnce(&ICoreWebView2) + 'static,
) -> Result<()> {
    let manager = manager(core)?;
    for kept in session::read::<Kept>(shell, id, false).unwrap_or_default() {
        if let Err(error) = put_back(&manager, &kept) {
            tracing::warn!(%error, account = %id, "A cookie could not be put back");
        }
    }
    let (s, c) = (shell.clone(), core.clone());
    // What is there now is no change worth writing.
    all(core, move |cookies| {
        if let Ok(cookies) = cookies {
            has_changed(id, &cookies);
        }
        if let Err(error) = follow_changes(&s, id, &c) {
            tracing::error!(%error, account = %id, "Session cookies are not kept");
        }
        then(&c);
    })
}

fn put_back(manager: &ICoreWebView2CookieManager, kept: &Kept) -> Result<()> {
    let text = |t: &str| HSTRING::from(t);
    // SAFETY: the texts live through the call, which copies them. Without an expiry date it's a session
    // cookie as before.
    unsafe {
        let (name, value) = (text(&kept.name), text(&kept.value));
        let cookie = manager.CreateCookie(&name, &value, &text(&kept.domain), &text(&kept.path))?;
        cookie.SetIsHttpOnly(kept.http_only)?;
        cookie.SetIsSecure(kept.secure)?;
        cookie.SetSameSite(kept.same_site.into())?;
        manager.AddOrUpdateCookie(&cookie)
    }
}

fn follow_changes(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let settle = Settle::default();
    let (s, again) = (shell.clone(), settle.clone());
    let answered = WebResourceResponseReceivedEventHandler::create(Box::new(move |_, args| {
        if args.is_some_and(|args| sets_cookie(&args)) {
            again.run(&s, SETTLE, move |shell| look(shell, id));
        }
        Ok(())
    }));
    let s = shell.clone();
    let loaded = NavigationCompletedEventHandler::create(Box::new(move |_, _| {
        settle.run(&s, SETTLE, move |shell| look(shell, id));
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the page keeps the handlers.
    unsafe {
        core.cast::<ICoreWebView2_2>()?
            .add_WebResourceResponseReceived(&answered, &raw mut token)?;
        core.add_NavigationCompleted(&loaded, &raw mut token)
    }
}

fn sets_cookie(args: &ICoreWebView2WebResourceResponseReceivedEventArgs) -> bool {
    // SAFETY: the getter fills in a flag.
    let headers = unsafe { args.Response().and_then(|r| r.Headers()) };
    // SAFETY: as above.
    headers.is_ok_and(|h| value(|v| unsafe { h.Contains(w!("Set-Cookie"), v) }).as_bool())
}

fn look(shell: &Shell, id: AccountId) {
    let Some(page) = shell.app.get_webview(&labels::page(id)) else {
        return;
    };
    let saved =
        super::core(&page).and_then(|core| save(shell, id, &core, Box::new(|| {})).map_err(com));
    if let Err(error) = saved {
        tracing::warn!(%error, account = %id, "Cookies could not be read");
    }
}
