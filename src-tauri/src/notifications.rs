//! Notifications of accounts' pages, shown by the system with the account's name.

use std::{cell::RefCell, collections::BTreeMap};

use accounts::Event;
use domain::AccountId;

use crate::{
    limits::Kind,
    platform::notice::{Native, Notice},
    shell::Shell,
};

/// Longest title and body that are shown, in characters.
const TEXT: usize = 300;
/// So many clicks are waited for; older notifications can no longer be clicked.
const KEPT: usize = 50;

thread_local! {
    static CLICKED: RefCell<BTreeMap<u64, Box<dyn Fn()>>> = RefCell::default();
}

/// Shows one, unless the account is muted. A click opens the account and runs `clicked`. Main thread only.
pub(crate) fn show(
    shell: &Shell,
    id: AccountId,
    title: &str,
    body: &str,
    clicked: impl Fn() + 'static,
) {
    let state = shell.state();
    let Some(account) = state.registry.account(id).filter(|a| !a.muted) else {
        return;
    };
    if !shell.limits.allow(id, Kind::Notification) {
        return;
    }
    let number = CLICKED.with_borrow_mut(|c| {
        let number = c.keys().next_back().map_or(1, |last| last + 1);
        c.insert(number, Box::new(clicked));
        while c.len() > KEPT {
            c.pop_first();
        }
        number
    });
    let short = |text: &str| text.chars().take(TEXT).collect::<String>();
    let summary = format!("{}: {}", account.label(), short(title));
    let body = short(body);
    let shell = shell.clone();
    // One thread each, which waits for the click.
    let thread = std::thread::Builder::new().name("notification".into());
    let waiting = thread.spawn(move || {
        if Native::show(&summary, &body) {
            shell.on_main(move |shell| {
                shell.send(Event::Open(id));
                let clicked = CLICKED.with_borrow_mut(|c| c.remove(&number));
                if let Some(clicked) = clicked {
                    clicked();
                }
            });
        }
    });
    if let Err(error) = waiting {
        tracing::error!(%error, "A notification could not be shown");
    }
}
