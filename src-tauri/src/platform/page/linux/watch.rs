//! What the page shows, read from outside, in a script world of our own.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use accounts::Event;
use domain::AccountId;
use gtk::{glib, prelude::*};
use javascriptcore::ValueExt;
use webkit2gtk::{
    FindControllerExt, LoadEvent, UserContentInjectedFrames, UserContentManagerExt, UserScript,
    UserScriptInjectionTime, WebView, WebViewExt,
};

use super::{address, cookies, failures};
use crate::{
    platform::page::watching::{self, HANDLER, WORLD, Watch},
    shell::Shell,
};

/// A title is looked at so long after it has changed.
const LOOK: Duration = Duration::from_millis(40);

/// Connects everything that tells of the page's state. Before the first load.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    connect_facts(shell, id, view);
    let s = shell.clone();
    address::follow(view, move |v, now| {
        watching::address_is(&s, id, now.clone());
        history(&s, id, v);
    });
    connect_title(shell, id, view);
    // A load that the person doesn't want after all, as its page asked whether it may be left, never starts; the view
    // calls itself loading, at a tenth, all the same.
    let has_started = Rc::new(Cell::new(false));
    let (s, started) = (shell.clone(), has_started.clone());
    view.connect_estimated_load_progress_notify(move |v| {
        if started.get() && v.is_loading() {
            s.send(Event::PageProgress(
                id,
                Some(watching::percent(v.estimated_load_progress())),
            ));
        }
    });
    let s = shell.clone();
    let asked = RefCell::new(None);
    view.connect_load_changed(move |v, event| match event {
        LoadEvent::Started => {
            asked.replace(v.uri().map(String::from));
            has_started.set(true);
            s.send(Event::PageProgress(id, Some(0)));
        }
        LoadEvent::Committed => cookies::look_after(&s, id, v, asked.take()),
        LoadEvent::Finished => {
            has_started.set(false);
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

/// A page may change its title as often as it likes: it's looked at now and then.
fn connect_title(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    let waiting = Rc::new(Cell::new(false));
    view.connect_title_notify(move |v| {
        if waiting.replace(true) {
            return;
        }
        let (s, weak, done) = (shell.clone(), v.downgrade(), waiting.clone());
        glib::timeout_add_local_once(LOOK, move || {
            done.set(false);
            if let Some(v) = weak.upgrade() {
                watching::title_is(&s, id, v.title().map(String::from).unwrap_or_default());
            }
        });
    });
}

pub(super) fn history(shell: &Shell, id: AccountId, view: &WebView) {
    let back = view.can_go_back() || failures::can_give_up(view);
    let forward = view.can_go_forward();
    shell.send(Event::PageHistory {
        account: id,
        back,
        forward,
    });
}

fn connect_facts(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(manager) = view.user_content_manager() else {
        return;
    };
    let Some(watch) = Watch::new(shell, id) else {
        return;
    };
    let script = watch.script();
    // The kind with a reply, though none is wanted: wry takes all messages of the other kind for its own.
    manager.connect_local(
        &format!("script-message-with-reply-received::{HANDLER}"),
        false,
        move |values| {
            let message = values
                .get(1)
                .and_then(|v| v.get::<javascriptcore::Value>().ok());
            if let Some(json) = message.and_then(|m| text(&m)) {
                watch.heard(&json);
            }
            Some(true.to_value())
        },
    );
    manager.register_script_message_handler_with_reply(HANDLER, WORLD);
    manager.add_script(&UserScript::for_world(
        &script,
        UserContentInjectedFrames::TopFrame,
        UserScriptInjectionTime::End,
        WORLD,
        &[],
        &[],
    ));
}

/// The text that the script has posted.
fn text(message: &javascriptcore::Value) -> Option<String> {
    if message.is_string() {
        Some(message.to_string())
    } else {
        message.to_json(0).map(String::from)
    }
}
