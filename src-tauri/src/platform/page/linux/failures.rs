//! What goes wrong with a page: the server is away, the certificate is bad, the process has ended.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};

use accounts::{Event, Trouble, Unreachable};
use domain::{AccountId, address::host_and_port};
use gtk::{
    gio::{self, TlsCertificateFlags, prelude::NetworkMonitorExt},
    glib,
    prelude::*,
};
use webkit2gtk::{
    NetworkError, PolicyDecisionExt, PolicyError, WebProcessTerminationReason, WebView, WebViewExt,
};

use super::{address, authentication, in_turn, watch};
use crate::{
    pages::{self, asks},
    shell::Shell,
};

/// A page that could not be reached is tried again after so long, then twice as long, …
const FIRST_RETRY: u64 = 500;
/// … and this long at the most, in milliseconds.
const LAST_RETRY: u64 = 60_000;
/// A page that doesn't hang has answered by then.
const HEARD: Duration = Duration::from_millis(300);

thread_local! {
    /// By the view's key, where a load has failed: what gives it up, if another document is shown still.
    static FAILED: RefCell<HashMap<usize, Option<GiveUp>>> = RefCell::default();
}

type GiveUp = Box<dyn FnOnce()>;

/// Whether the person has left the document that a view shows for something that couldn't be loaded. Where it wanted to
/// be asked about that, it was.
pub(super) fn is_left(view: &WebView) -> bool {
    FAILED.with_borrow(|failed| failed.contains_key(&address::key(view)))
}

/// Whether [`give_up`] leads back to a document.
pub(super) fn can_give_up(view: &WebView) -> bool {
    FAILED.with_borrow(|failed| matches!(failed.get(&address::key(view)), Some(Some(_))))
}

/// Back from what couldn't be loaded is the document that it was asked for on: for the engine that's where it is. False
/// where there is none.
pub(super) fn give_up(view: &WebView) -> bool {
    let is_there = can_give_up(view);
    if is_there {
        let failed = FAILED.with_borrow_mut(|failed| failed.remove(&address::key(view)));
        view.stop_loading();
        if let Some(give_up) = failed.flatten() {
            give_up();
        }
    }
    is_there
}

fn has_failed(shell: &Shell, id: AccountId, view: &WebView, uri: &str, retry: &Rc<Retry>) {
    let (s, r, weak) = (shell.clone(), retry.clone(), view.downgrade());
    let give_up: GiveUp = Box::new(move || {
        r.disarm();
        s.send(Event::PageTrouble(id, None));
        if let Some(view) = weak.upgrade() {
            watch::history(&s, id, &view);
        }
    });
    let is_another = address::shown(view).is_some_and(|shown| shown.as_str() != uri);
    let give_up = is_another.then_some(give_up);
    FAILED.with_borrow_mut(|failed| failed.insert(address::key(view), give_up));
    watch::history(shell, id, view);
}

/// Nobody has signed in at the proxy.
fn refused(shell: &Shell, id: AccountId, view: &WebView, uri: &str, retry: &Rc<Retry>) {
    authentication::say_refused(shell, id, uri.to_owned());
    has_failed(shell, id, view, uri, retry);
}

/// Where nobody is asked any more, the proxy's refusal comes as if it were the page.
fn connect_refusals(shell: &Shell, id: AccountId, view: &WebView, retry: &Rc<Retry>) {
    let (shell, retry) = (shell.clone(), retry.clone());
    view.connect_decide_policy(move |view, decision, kind| {
        let Some(url) = authentication::refusal(id, decision, kind) else {
            return false;
        };
        decision.ignore();
        refused(&shell, id, view, &url, &retry);
        true
    });
}

pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    let retry = Rc::new(Retry::default());
    connect_refusals(shell, id, view, &retry);

    let s = shell.clone();
    let r = retry.clone();
    view.connect_load_failed(move |view, _, uri, error| {
        // A download, or an address that is handed on, is asked of no proxy.
        let is_asked = error.kind::<PolicyError>().is_none();
        if is_asked && authentication::is_spent(id) {
            refused(&s, id, view, uri, &r);
            return true;
        }
        if is_no_failure(error) {
            return false;
        }
        let trouble = Trouble::Offline {
            reason: reason(error),
            url: uri.to_owned(),
        };
        tracing::info!(account = %id, %error, "A page could not be loaded");
        pages::show_trouble(&s, id, trouble);
        has_failed(&s, id, view, uri, &r);
        r.arm(view, uri);
        // Ours is drawn over it: the engine's own page is not wanted.
        true
    });

    let s = shell.clone();
    let r = retry.clone();
    view.connect_load_changed(move |view, event| {
        if event == webkit2gtk::LoadEvent::Started {
            // Whatever is loaded now, the person's wish or our own, is not overtaken by another try.
            r.cancel();
        }
        if event == webkit2gtk::LoadEvent::Committed {
            FAILED.with_borrow_mut(|failed| failed.remove(&address::key(view)));
            r.disarm();
            // The same address again is no news for whoever listens to addresses.
            s.send(Event::PageTrouble(id, None));
        }
    });
    let (weak, r) = (view.downgrade(), retry.clone());
    let listening = gio::NetworkMonitor::default().connect_network_changed(move |_, available| {
        if let Some(view) = weak.upgrade().filter(|_| available) {
            r.at_once(&view);
        }
    });
    let listening = Cell::new(Some(listening));
    view.connect_destroy(move |view| {
        FAILED.with_borrow_mut(|failed| failed.remove(&address::key(view)));
        if let Some(listening) = listening.take() {
            gio::NetworkMonitor::default().disconnect(listening);
        }
    });

    let s = shell.clone();
    view.connect_load_failed_with_tls_errors(move |view, uri, certificate, flags| {
        let text = |name: &str| {
            certificate
                .property::<Option<String>>(name)
                .unwrap_or_default()
                .chars()
                .take(300)
                .collect()
        };
        let until = certificate.property::<Option<glib::DateTime>>("not-valid-after");
        let url = tauri::Url::parse(uri).ok();
        let trouble = Trouble::Certificate {
            host: url.as_ref().map_or("", host_and_port).to_owned(),
            reasons: reasons(flags),
            subject: text("subject-name"),
            issuer: text("issuer-name"),
            valid_until: until
                .and_then(|d| d.format_iso8601().ok())
                .map(String::from),
        };
        tracing::info!(account = %id, "A server could not prove who it is");
        pages::show_trouble(&s, id, trouble);
        has_failed(&s, id, view, uri, &retry);
        // Nothing lets the certificate through: no request reaches the site.
        true
    });

    let s = shell.clone();
    view.connect_is_web_process_responsive_notify(move |view| {
        if view.is_web_process_responsive() {
            s.send(Event::PageHangs(id, false));
        } else {
            hear(&s, id, view);
        }
    });

    let s = shell.clone();
    view.connect_web_process_terminated(move |_, reason| {
        let reason = match reason {
            WebProcessTerminationReason::ExceededMemoryLimit => "memory",
            WebProcessTerminationReason::Crashed => "crashed",
            _ => "ended",
        };
        pages::process_ended(&s, id, reason);
    });
}

/// Whether a page hangs that has taken no input for a while. WebKit would hear by the next input only that it
/// answers again, and one that is covered, or waits for the person, gets none: so it's asked itself.
fn hear(shell: &Shell, id: AccountId, view: &WebView) {
    let answers = Rc::new(Cell::new(false));
    let (s, a) = (shell.clone(), answers.clone());
    in_turn(view, move || {
        tracing::info!(account = %id, "A page that took no input is through with it");
        a.set(true);
        s.send(Event::PageHangs(id, false));
    });
    let s = shell.clone();
    glib::timeout_add_local_once(HEARD, move || {
        if !answers.get() && !asks::is_asking(id) {
            s.send(Event::PageHangs(id, true));
        }
    });
}

/// A stop by the person, a download, or an address that was refused or handed on, is no failure.
pub(super) fn is_no_failure(error: &glib::Error) -> bool {
    matches!(error.kind::<NetworkError>(), Some(NetworkError::Cancelled))
        || matches!(
            error.kind::<PolicyError>(),
            Some(PolicyError::FrameLoadInterruptedByPolicyChange)
        )
}

pub(super) fn reason(error: &glib::Error) -> Unreachable {
    use gio::{IOErrorEnum as Io, ResolverError};
    if error.kind::<ResolverError>().is_some() {
        return Unreachable::UnknownHost;
    }
    match error.kind::<Io>() {
        Some(Io::ConnectionRefused) => Unreachable::Refused,
        Some(Io::TimedOut) => Unreachable::TimedOut,
        Some(Io::BrokenPipe | Io::Closed) => Unreachable::Reset,
        Some(Io::HostNotFound | Io::HostUnreachable | Io::NetworkUnreachable) => {
            Unreachable::UnknownHost
        }
        _ => Unreachable::Other,
    }
}

pub(super) fn reasons(flags: TlsCertificateFlags) -> Vec<&'static str> {
    let table = [
        (TlsCertificateFlags::UNKNOWN_CA, "unknownIssuer"),
        (TlsCertificateFlags::BAD_IDENTITY, "wrongHost"),
        (TlsCertificateFlags::NOT_ACTIVATED, "notYetValid"),
        (TlsCertificateFlags::EXPIRED, "expired"),
        (TlsCertificateFlags::REVOKED, "revoked"),
        (TlsCertificateFlags::INSECURE, "weak"),
    ];
    let found: Vec<_> = table
        .into_iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, name)| name)
        .collect();
    if found.is_empty() {
        vec!["other"]
    } else {
        found
    }
}

/// Comes back by itself.
#[derive(Default)]
struct Retry {
    waiting: Cell<Option<glib::SourceId>>,
    after: Cell<u64>,
    url: std::cell::RefCell<Option<String>>,
}

impl Retry {
    fn arm(self: &Rc<Self>, view: &WebView, uri: &str) {
        let after = self.after.get().max(FIRST_RETRY);
        self.after.set((after * 2).min(LAST_RETRY));
        self.url.replace(Some(uri.to_owned()));
        self.cancel();
        let (me, weak) = (self.clone(), view.downgrade());
        let source = glib::timeout_add_local_once(Duration::from_millis(after), move || {
            me.waiting.take();
            if let Some(view) = weak.upgrade() {
                me.at_once(&view);
            }
        });
        self.waiting.set(Some(source));
    }

    fn at_once(&self, view: &WebView) {
        self.cancel();
        if let Some(url) = self.url.borrow().as_ref() {
            view.load_uri(url);
        }
    }

    fn cancel(&self) {
        if let Some(source) = self.waiting.take() {
            source.remove();
        }
    }

    fn disarm(&self) {
        self.cancel();
        self.after.set(0);
        self.url.replace(None);
    }
}
