//! Getting from a server's portal into one of its CRMs, which is an account of its own.

use accounts::{Event, Placement};
use domain::AccountId;
use tauri::Url;

use crate::{account::adding, pages::limits::Kind, shell::Shell};

/// Whether an address that an account's page goes to lets into another CRM of its server. Then that opens as an
/// account, and the page stays where it is.
pub(crate) fn takes(shell: &Shell, by: AccountId, url: &Url) -> bool {
    let connector = shell.connector(by);
    let Some(home) = connector.document().and_then(|d| d.entered(url)) else {
        return false;
    };
    let state = shell.state();
    if state.registry.account(by).is_some_and(|a| a.is_at(&home)) {
        return false;
    }
    if shell.limits.allow(by, Kind::Outside) {
        let (url, connector) = (url.clone(), connector.id().to_owned());
        shell.soon(move |shell| enter(shell, by, &home, url, connector));
    }
    true
}

fn enter(shell: &Shell, by: AccountId, home: &Url, url: Url, connector: String) {
    let state = shell.state();
    if let Some(there) = state.registry.entered_by(by, home) {
        return shell.send(if state.shows_signed_in(there) {
            // The person may be in the middle of something there.
            Event::Open(there)
        } else {
            Event::OpenAt(there, url)
        });
    }
    let place = Placement::BySetting(state.registry.window_of(by).map(|w| w.id));
    let opened = adding::at(shell, home, Some(connector), None).and_then(|new| {
        let first = Some(url);
        adding::open(shell, accounts::NewAccount { first, ..new }, place)
    });
    if let Err(error) = opened {
        adding::say_not_added(shell, &error);
    }
}
