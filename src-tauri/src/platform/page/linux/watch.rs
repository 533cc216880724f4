//! What the page shows, read from outside, in a script world of our own.

use std::{cell::RefCell, rc::Rc};

use accounts::{Event, Profile, Rect, Security, Unread};
use connectors::{Before, PageFacts, PageState};
use domain::{AccountId, CrmAddress, address};
use gtk::prelude::*;
use javascriptcore::ValueExt;
use tauri::Url;
use webkit2gtk::{
    FindControllerExt, LoadEvent, UserContentInjectedFrames, UserContentManagerExt, UserScript,
    UserScriptInjectionTime, WebView, WebViewExt,
};

use super::WORLD;
use crate::{shell::Shell, sign_out};

/// Name of the message handler that exists in our world only.
const HANDLER: &str = "state";

/// Connects everything that tells of the page's state. Before the first load.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    connect_facts(shell, id, view);
    let s = shell.clone();
    let last = RefCell::new(None);
    view.connect_uri_notify(move |v| {
        // The same one is told again when a load of it has failed.
        let news = |url: &Url| last.replace(Some(url.clone())).as_ref() != Some(url);
        if let Some(url) = super::address(v).filter(|u| u.scheme() != "about" && news(u)) {
            let security = security(&url);
            s.send(Event::PageUrl(id, url, security));
        }
        history(&s, id, v);
    });
    let s = shell.clone();
    view.connect_title_notify(move |v| {
        // Empty at each navigation: the next one is the page's.
        if let Some(title) = v.title().filter(|t| !t.is_empty()) {
            if let Some(unread) = connectors::unread_from_title(&title) {
                s.send(Event::PageUnread(id, Unread::Count(unread.count)));
            }
            s.send(Event::PageTitle(id, title.into()));
        }
    });
    let s = shell.clone();
    view.connect_estimated_load_progress_notify(move |v| {
        if v.is_loading() {
            s.send(Event::PageProgress(
                id,
                Some(percent(v.estimated_load_progress())),
            ));
        }
    });
    let s = shell.clone();
    view.connect_load_changed(move |v, event| match event {
        LoadEvent::Started => s.send(Event::PageProgress(id, Some(0))),
        LoadEvent::Finished => {
            history(&s, id, v);
            s.send(Event::PageSettled(id));
        }
        _ => {}
    });
    if let Some(finder) = view.find_controller() {
        let s = shell.clone();
        finder.connect_counted_matches(move |_, n| s.send(Event::PageFound(id, Some(n))));
        let s = shell.clone();
        finder.connect_failed_to_find_text(move |_| s.send(Event::PageFound(id, Some(0))));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 1, clamped"
)]
fn percent(progress: f64) -> u8 {
    (progress.clamp(0.0, 1.0) * 100.0) as u8
}

fn history(shell: &Shell, id: AccountId, view: &WebView) {
    let (back, forward) = (view.can_go_back(), view.can_go_forward());
    shell.send(Event::PageHistory {
        account: id,
        back,
        forward,
    });
}

fn security(url: &Url) -> Security {
    match url.scheme() {
        "https" => Security::Secure,
        "http" if address::is_loopback(url) => Security::Loopback,
        "http" => Security::Insecure,
        _ => Security::Unknown,
    }
}

fn connect_facts(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(manager) = view.user_content_manager() else {
        return;
    };
    let state = shell.state();
    let Some(home) = state
        .registry
        .account(id)
        .and_then(|a| CrmAddress::from_base(&a.home).ok())
    else {
        return;
    };
    let s = shell.clone();
    let before = Rc::new(RefCell::new(PageState::Unknown));
    let h = home.clone();
    // The kind with a reply, though none is wanted: wry takes all messages of the other kind for its own.
    manager.connect_local(
        &format!("script-message-with-reply-received::{HANDLER}"),
        false,
        move |values| {
            let message = values
                .get(1)
                .and_then(|v| v.get::<javascriptcore::Value>().ok());
            if let Some(facts) = message.and_then(|m| facts(&m)) {
                heard(&s, id, &h, &facts, &before);
            }
            Some(true.to_value())
        },
    );
    manager.register_script_message_handler_with_reply(HANDLER, WORLD);
    let script = connectors::watch_script(&shell.connector(id), &home, HANDLER);
    manager.add_script(&UserScript::for_world(
        &script,
        UserContentInjectedFrames::TopFrame,
        UserScriptInjectionTime::End,
        WORLD,
        &[],
        &[],
    ));
}

fn facts(message: &javascriptcore::Value) -> Option<PageFacts> {
    let json = if message.is_string() {
        Some(message.to_string().into())
    } else {
        message.to_json(0)
    };
    match PageFacts::from_json(json?.as_str()) {
        Ok(facts) => Some(facts),
        Err(error) => {
            tracing::warn!(%error, "A page's facts could not be read");
            None
        }
    }
}

fn heard(
    shell: &Shell,
    id: AccountId,
    home: &CrmAddress,
    facts: &PageFacts,
    before: &RefCell<PageState>,
) {
    let connector = shell.connector(id);
    let leaving = sign_out::is_under_way(shell, id);
    let was = if leaving {
        PageState::Unknown
    } else {
        *before.borrow()
    };
    let known = Before {
        state: was,
        cookies_changed: crate::session::has_changed(shell, id),
    };
    let now = connectors::classify(&connector, home, facts, known);
    if now != PageState::Unknown {
        before.replace(now);
    }
    let form = facts.login_form.map(|r| Rect {
        x: r.x,
        y: r.y,
        width: r.width,
        height: r.height,
    });
    let state = match now {
        PageState::Refused => accounts::PageState::Refused,
        PageState::Expired => accounts::PageState::Expired,
        PageState::Login => accounts::PageState::Login,
        PageState::SignedIn => accounts::PageState::SignedIn,
        PageState::Unknown => accounts::PageState::Unknown,
    };
    if now == PageState::SignedIn
        && let Some(profile) = connectors::profile(&connector, facts)
    {
        let profile = Profile {
            name: profile.name,
            email: profile.email,
        };
        shell.send(Event::PageProfile(id, profile));
    }
    shell.send(Event::PageWidth(id, facts.viewport.width));
    shell.send(Event::PageIs(id, state, form));
    match connectors::unread(&connector, facts, now) {
        Some(unread) => shell.send(Event::PageUnread(id, Unread::Count(unread.count))),
        None if now == PageState::SignedIn => shell.send(Event::PageUnread(id, Unread::None)),
        None => {}
    }
    sign_out::page_is(shell, id, now);
}
