//! Names and passwords that a server asks for by HTTP, or a proxy on the way to it.
#![expect(unsafe_code, reason = "the binding lacks a call")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use accounts::{Page, Trouble, Unreachable};
use domain::{AccountId, Sensitive};
use gtk::glib::translate::{ToGlibPtr, ToGlibPtrMut};
use ipc::{AskAnswer, Question};
use tauri::Url;
use webkit2gtk::{
    AuthenticationRequest, AuthenticationRequestExt, Credential, CredentialPersistence,
    PolicyDecision, PolicyDecisionType, ResponsePolicyDecisionExt, URIResponseExt, WebView,
    WebViewExt, ffi,
};

use super::{address, main_response, questions::Asker};
use crate::{
    pages::{self, asks},
    shell::Shell,
};

/// An account's sign-in at a proxy.
#[derive(Default)]
struct Proxy {
    /// Requests that wait for it.
    waiting: Vec<AuthenticationRequest>,
    /// Whether the person is being asked.
    asks: bool,
    /// What is asked.
    question: Option<Question>,
    /// What it has let through in this run. Requests of a page that is being left are asked for it each.
    known: Option<(String, Sensitive<String>)>,
}

/// An account's web context. Once a sign-in at a proxy was cancelled in it, by the person or with its page, libsoup
/// doesn't ask there any more, and all pages stay white.
#[derive(Default)]
struct Context {
    is_spent: bool,
    /// The proxy at which the person cancelled it last.
    at: Option<String>,
    /// How many came before it in this run.
    before: usize,
}

thread_local! {
    static PROXIES: RefCell<BTreeMap<(AccountId, String), Proxy>> = RefCell::default();
    static CONTEXTS: RefCell<BTreeMap<AccountId, Context>> = RefCell::default();
}

pub(super) fn connect(asker: &Asker, view: &WebView) {
    let asker = asker.clone();
    view.connect_authenticate(move |view, request| {
        if request.is_for_proxy() {
            at_proxy(&asker, view, request);
        } else {
            at_server(&asker, view, request);
        }
        true
    });
}

fn question(request: &AuthenticationRequest) -> Question {
    Question::SignIn {
        host: place(request),
        proxy: request.is_for_proxy(),
        realm: (request.realm().unwrap_or_default().chars().take(200)).collect(),
        retry: request.is_retry(),
    }
}

fn place(request: &AuthenticationRequest) -> String {
    format!("{}:{}", request.host().unwrap_or_default(), request.port())
}

fn at_server(asker: &Asker, view: &WebView, request: &AuthenticationRequest) {
    // Before an account's first page it's the one that is on its way.
    let coming = || {
        let url = Url::parse(&view.uri()?).ok()?;
        (url.host_str() == request.host().as_deref()).then_some(url)
    };
    let from = address::shown(view).or_else(coming);
    let from = from.unwrap_or_else(pages::blank);
    let held = request.clone();
    asker.ask_for(view, &from, question(request), move |answer| {
        if answer.allow {
            let password = answer.password.unwrap_or_default();
            authenticate(&held, &answer.text.unwrap_or_default(), &password);
        } else {
            held.cancel();
        }
    });
}

/// One question stands for all requests that wait for the same proxy.
fn at_proxy(asker: &Asker, view: &WebView, request: &AuthenticationRequest) {
    let key = (asker.id, place(request));
    let asks_now = PROXIES.with_borrow_mut(|proxies| {
        let proxy = proxies.entry(key.clone()).or_default();
        if request.is_retry() {
            proxy.known = None;
        }
        if let Some((name, password)) = &proxy.known {
            // EXPOSE: it goes to the proxy that it was typed for.
            authenticate(request, name, password.expose());
            return false;
        }
        proxy.waiting.push(request.clone());
        proxy.question = Some(question(request));
        !std::mem::replace(&mut proxy.asks, true)
    });
    if asks_now {
        let url = view.uri().and_then(|u| Url::parse(&u).ok());
        let url = url.unwrap_or_else(pages::blank);
        asks::ask(&asker.shell, asker.id, &url, question(request), {
            let shell = asker.shell.clone();
            move |answer| {
                // What is shown still gets what it waits for. It may hold something unsaved.
                let state = shell.state();
                let page = state.pages.get(&key.0);
                if answered(&key, answer) && is_spent(key.0) && page.is_some_and(Page::wasnt_loaded)
                {
                    pages::reload(&shell, key.0, false);
                }
            }
        });
    }
}

/// Takes the person's answer for whatever waits for it; false where there is none.
fn answered(key: &(AccountId, String), answer: AskAnswer) -> bool {
    let waiting = PROXIES.with_borrow_mut(|proxies| {
        let proxy = proxies.get_mut(key)?;
        proxy.asks = false;
        Some(std::mem::take(&mut proxy.waiting))
    });
    let waiting = waiting.unwrap_or_default();
    if !answer.allow {
        spend(key.0);
        CONTEXTS.with_borrow_mut(|all| all.entry(key.0).or_default().at = Some(key.1.clone()));
        for request in waiting {
            request.cancel();
        }
        return false;
    }
    let name = answer.text.unwrap_or_default();
    let password = answer.password.unwrap_or_default();
    for request in waiting {
        authenticate(&request, &name, &password);
    }
    PROXIES.with_borrow_mut(|proxies| {
        if let Some(proxy) = proxies.get_mut(key) {
            proxy.known = Some((name, password.into()));
        }
    });
    true
}

/// Asks for what the person cancelled before, as long as there is a page to go back to; `then` runs once they say it.
pub(super) fn ask_first(shell: &Shell, id: AccountId, then: Box<dyn FnOnce(&Shell)>) {
    let at = CONTEXTS.with_borrow(|all| all.get(&id).and_then(|context| context.at.clone()));
    let key = (id, at.unwrap_or_default());
    let cancelled = PROXIES.with_borrow_mut(|proxies| {
        let proxy = proxies.get_mut(&key)?;
        let is_cancelled = proxy.known.is_none() && proxy.waiting.is_empty();
        let question = proxy.question.clone().filter(|_| is_cancelled)?;
        Some((std::mem::replace(&mut proxy.asks, true), question))
    });
    let Some((asks_already, mut question)) = cancelled else {
        return then(shell);
    };
    if asks_already {
        return;
    }
    if let Question::SignIn { retry, .. } = &mut question {
        *retry = false;
    }
    let url = shell.state().wanted(id).unwrap_or_else(pages::blank);
    let s = shell.clone();
    asks::ask(shell, id, &url, question, move |answer| {
        if answered(&key, answer) {
            then(&s);
        }
    });
}

fn spend(id: AccountId) {
    CONTEXTS.with_borrow_mut(|all| all.entry(id).or_default().is_spent = true);
}

/// Says that an account's page couldn't be loaded as nobody has signed in at the proxy, also where it was stopped while
/// the person is asked.
pub(super) fn say_refused(shell: &Shell, id: AccountId, url: String) {
    spend(id);
    let reason = Unreachable::ProxySignIn;
    pages::show_trouble(shell, id, Trouble::Offline { reason, url });
}

/// The address of an account's page that a proxy refuses which nobody has signed in at. None for any other answer.
pub(super) fn refusal(
    id: AccountId,
    decision: &PolicyDecision,
    kind: PolicyDecisionType,
) -> Option<String> {
    let response = main_response(decision, kind)?.response()?;
    // 407 Proxy Authentication Required (RFC 9110, section 15.5.8).
    let is_refused =
        response.status_code() == 407 && PROXIES.with_borrow(|p| p.keys().any(|k| k.0 == id));
    is_refused.then(|| response.uri().unwrap_or_default().into())
}

/// Whether an account's page has to be made anew to load anything: who is to sign in at its proxy hasn't.
pub(super) fn is_spent(id: AccountId) -> bool {
    CONTEXTS.with_borrow(|all| all.get(&id).is_some_and(|c| c.is_spent))
        || PROXIES.with_borrow(|all| all.iter().any(|(k, p)| k.0 == id && !p.waiting.is_empty()))
}

/// Where the next page of an account keeps what it stores. Tauri has one web context for each way in which a folder is
/// written; true where the page gets another one than the page before had.
pub(super) fn folder(id: AccountId, folder: &Path) -> (PathBuf, bool) {
    let is_spent = is_spent(id);
    let before = CONTEXTS.with_borrow_mut(|all| {
        let context = all.entry(id).or_default();
        if is_spent {
            context.is_spent = false;
            context.at = None;
            context.before += 1;
        }
        context.before
    });
    let Some(name) = folder.file_name() else {
        return (folder.to_owned(), is_spent);
    };
    let again = Path::new("..").join(name);
    let written = (0..before).fold(folder.to_owned(), |folder, _| folder.join(&again));
    (written, is_spent)
}

fn authenticate(request: &AuthenticationRequest, name: &str, password: &str) {
    let mut credential = Credential::new(name, password, CredentialPersistence::ForSession);
    // SAFETY: both live through the call, which copies the credential.
    unsafe {
        ffi::webkit_authentication_request_authenticate(
            request.to_glib_none().0,
            credential.to_glib_none_mut().0,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_anew_once_for_each_sign_in_that_was_cancelled() {
        let (id, other) = (AccountId::new(), AccountId::new());
        let web = Path::new("/data/accounts/1/web");
        assert_eq!(folder(id, web), (web.to_owned(), false));
        spend(id);
        assert!(is_spent(id) && !is_spent(other));
        let again = PathBuf::from("/data/accounts/1/web/../web");
        assert_eq!(folder(id, web), (again.clone(), true));
        assert_ne!(again, web, "Tauri tells them apart");
        assert_eq!(folder(id, web), (again.clone(), false));
        spend(id);
        assert_eq!(folder(id, web), (again.join("../web"), true));
        assert_eq!(folder(other, web), (web.to_owned(), false));
    }
}
