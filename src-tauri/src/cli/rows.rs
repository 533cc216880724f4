//! Accounts and windows as the command line answers with them.

use accounts::{Account, State};
use domain::AccountId;
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

fn row(state: &State, a: &Account) -> Value {
    let page = state.pages.get(&a.id);
    json!({
        "id": a.id.to_string(),
        "number": state.registry.number(a.id),
        "label": state.registry.name(a),
        "name": a.profile.name,
        "email": a.profile.email,
        "address": a.home.as_str(),
        "host": a.home.host_str(),
        "connector": a.connector,
        "state": state_of(state, a),
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
