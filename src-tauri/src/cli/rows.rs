//! Accounts and windows as the command line answers with them.

use accounts::{Account, PageState, State};
use domain::{AccountId, address::host_and_port};
use serde_json::{Value, json};
use url::Url;

use crate::{platform, shell::Shell};

fn state_of(state: &State, a: &Account) -> &'static str {
    match (
        a.deletion.is_some(),
        a.listed,
        a.signed_in,
        state.registry.window_of(a.id).is_some(),
    ) {
        (true, ..) => "deleting",
        (_, false, ..) => "adding",
        (_, _, false, _) => "signed_out",
        (_, _, true, true) => "connected",
        (_, _, true, false) => "disconnected",
    }
}

/// What was seen last of an account's sign-in. Its state goes by what was kept, and knows nothing of a
/// sign-in that the server has ended meanwhile.
fn sign_in_of(state: &State, a: &Account) -> &'static str {
    match (state.pages.get(&a.id).map(|p| p.state), a.signed_in) {
        (Some(PageState::Login), _) => "login_page",
        (Some(PageState::Expired), true) => "ended",
        (_, true) => "signed_in",
        (_, false) => "signed_out",
    }
}

fn row(state: &State, a: &Account) -> Value {
    let page = state.pages.get(&a.id);
    json!({
        "id": a.id.to_string(),
        "number": state.registry.number(a.id),
        "label": state.registry.name(a),
        "name": a.profile.name,
        "email": a.profile.email,
        "address": a.home.as_str(),
        "host": host_and_port(&a.home),
        "connector": a.connector,
        "state": state_of(state, a),
        "sign_in": sign_in_of(state, a),
        "awake": state.awake.contains(&a.id),
        "unread": state.unread.get(&a.id).and_then(|u| u.text()),
        "window": state.registry.window_of(a.id).map(|w| w.id.to_string()),
        "url": page.and_then(|p| p.url.as_ref()).map(Url::as_str),
        "page": page.map(|p| p.state.code()),
        "trouble": page.and_then(|p| p.trouble.as_ref()).map(accounts::Trouble::code),
        "zoom": a.zoom,
    })
}

/// All accounts.
pub(super) fn list(state: &State) -> Vec<Value> {
    state
        .registry
        .accounts
        .iter()
        .map(|a| row(state, a))
        .collect()
}

/// The same, with memory and disk.
pub(super) fn status(shell: &Shell) -> Vec<Value> {
    let state = shell.state();
    let rows = state.registry.accounts.iter().map(|a| {
        let mut row = row(&state, a);
        let folder = shell.folders.path(a.id);
        if let Some(row) = row.as_object_mut() {
            row.insert(
                "memory_kib".into(),
                json!(platform::memory::of_account(&folder)),
            );
            row.insert("disk_kib".into(), json!(platform::memory::on_disk(&folder)));
        }
        row
    });
    rows.collect()
}

/// Open windows.
pub(super) fn windows(state: &State) -> Vec<Value> {
    let label = |id: &AccountId| state.registry.account(*id).map(|a| state.registry.name(a));
    let arrangement = state.arrangement();
    let rows = state.registry.windows.iter().map(|w| {
        let place = w
            .places
            .get(&arrangement)
            .or_else(|| w.places.values().next());
        json!({
            "id": w.id.to_string(),
            "accounts": w.accounts.iter().filter_map(label).collect::<Vec<_>>(),
            "account_ids": w.accounts.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "front": w.front.as_ref().and_then(label),
            "focused": state.focused == Some(w.id),
            "x": place.map(|p| p.x),
            "y": place.map(|p| p.y),
            "width": place.map(|p| p.width),
            "height": place.map(|p| p.height),
            "mode": place.map(|p| p.mode),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use accounts::{Page, Registry};

    use super::*;
    use crate::cli::exchange;

    #[test]
    fn a_sign_in_that_has_ended_is_told_beside_the_state() {
        let list = json!({
            "ninefold_accounts": 1,
            "accounts": [{ "address": "https://crm.example.com/" }],
        });
        let (events, _) = exchange::import(&Registry::default(), &list).unwrap();
        let mut state = State::of(Registry::default());
        let mut random = || 1 << 64;
        let mut cx = accounts::Context {
            now: jiff::Timestamp::UNIX_EPOCH,
            random: &mut random,
        };
        for event in events {
            state.step(event, &mut cx);
        }
        let id = state.registry.accounts[0].id;
        let seen = |state: &State| list_of_one(state, &["state", "sign_in"]);
        assert_eq!(seen(&state), ["signed_out", "signed_out"]);

        state.step(accounts::Event::Open(id), &mut cx);
        for (signed_in, page, expected) in [
            (false, PageState::Login, ["signed_out", "login_page"]),
            (true, PageState::Unknown, ["connected", "signed_in"]),
            (true, PageState::SignedIn, ["connected", "signed_in"]),
            (true, PageState::Login, ["connected", "login_page"]),
            (true, PageState::Expired, ["connected", "ended"]),
        ] {
            state.registry.accounts[0].signed_in = signed_in;
            let page = Page {
                state: page,
                ..Page::default()
            };
            state.pages.insert(id, page);
            assert_eq!(seen(&state), expected);
        }
    }

    fn list_of_one(state: &State, keys: &[&str]) -> Vec<String> {
        let row = &list(state)[0];
        let text = |key: &&str| row[*key].as_str().unwrap().to_owned();
        keys.iter().map(text).collect()
    }
}
