//! What the page shows, read from outside, in a script world of our own.

use std::cell::RefCell;

use accounts::Event;
use domain::AccountId;
use gtk::prelude::*;
use javascriptcore::ValueExt;
use webkit2gtk::{
    FindControllerExt, LoadEvent, UserContentInjectedFrames, UserContentManagerExt, UserScript,
    UserScriptInjectionTime, WebView, WebViewExt,
};

use crate::{
    platform::page::watching::{self, HANDLER, WORLD, Watch},
    shell::Shell,
};

/// Connects everything that tells of the page's state. Before the first load.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    connect_facts(shell, id, view);
    let s = shell.clone();
    let last = RefCell::new(String::new());
    view.connect_uri_notify(move |v| {
        let now = v.uri().map(String::from).unwrap_or_default();
        // The same one is told again when a load of it has failed.
        if !now.starts_with("about:") && last.replace(now.clone()) != now {
            watching::address_is(&s, id, &now);
        }
        history(&s, id, v);
    });
    let s = shell.clone();
    view.connect_title_notify(move |v| {
        watching::title_is(&s, id, v.title().map(String::from).unwrap_or_default());
    });
    let s = shell.clone();
    view.connect_estimated_load_progress_notify(move |v| {
        if v.is_loading() {
            s.send(Event::PageProgress(
                id,
                Some(watching::percent(v.estimated_load_progress())),
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

fn history(shell: &Shell, id: AccountId, view: &WebView) {
    let (back, forward) = (view.can_go_back(), view.can_go_forward());
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
