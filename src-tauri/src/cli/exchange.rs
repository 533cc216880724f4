//! Export and import of the account list: labels and addresses, no secrets.

use std::{io, path::Path};

use accounts::{Account, Event, Imported, NewAccount, Registry};
use domain::address;
use serde_json::{Value, json};
use url::Url;

use super::exit;
use crate::{account::adding, control::Reply};

/// Writes the list that [`export`] gives, in the place of a file of that name only if that's asked for, and says
/// what isn't in it.
pub(super) fn write(file: &Path, force: bool, exported: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&exported["list"])?;
    if file == Path::new("-") {
        super::say(&text)?;
    } else if !force && file.try_exists()? {
        let text = format!("{} is there already; --force replaces it", file.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
    } else {
        // A bare name has no folder to write beside it in.
        let written = std::path::absolute(file)
            .and_then(|whole| store::atomic_write(&whole, text.as_bytes()));
        written.map_err(|error| about(file, &error))?;
    }
    let left_out = exported["left_out"].as_array().into_iter().flatten();
    let names: Vec<_> = left_out.filter_map(Value::as_str).collect();
    if !names.is_empty() {
        super::complain(&format!(
            "ninefold: left out, since the service on this computer is on no other: {}",
            names.join(", ")
        ));
    }
    Ok(())
}

/// Reads a list.
pub(super) fn read(file: &Path) -> io::Result<Value> {
    let bytes = super::read_all(file).map_err(|error| about(file, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let text = format!("{} isn't an exported list: {error}", file.display());
        io::Error::new(io::ErrorKind::InvalidData, text)
    })
}

/// An error that names its file.
fn about(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

/// Labels and addresses, in order, as `list`: no secrets, no sessions. `left_out` has the names of the accounts
/// that aren't in it.
pub(super) fn export(registry: &Registry) -> Value {
    let (here, anywhere): (Vec<_>, Vec<_>) = registry.listed().partition(|a| is_here_alone(a));
    let accounts: Vec<_> = anywhere
        .into_iter()
        .map(|a| {
            json!({
                "label": label_of(registry, a), "address": a.home.as_str(), "connector": a.connector,
                "colour": a.colour, "zoom": a.zoom, "muted": a.muted,
            })
        })
        .collect();
    let here: Vec<_> = here.into_iter().map(|a| registry.name(a)).collect();
    json!({
        "list": { "ninefold_accounts": 1, "accounts": accounts },
        "left_out": here,
    })
}

/// An account of a service on this computer: elsewhere its port means nothing.
fn is_here_alone(account: &Account) -> bool {
    account.connector == "ninefold" && address::is_loopback(&account.home)
}

/// An account's label in a list: the person's own, or what tells it from others of the same name.
fn label_of(registry: &Registry, account: &Account) -> Option<String> {
    let name = registry.name(account);
    if name == account.label() {
        account.label.clone()
    } else {
        accounts::kept_label(&name)
    }
}

/// All accounts of an exported list that aren't there yet, or none where one of them can't be used.
pub(super) fn import(registry: &Registry, list: &Value) -> Result<(Vec<Event>, Value), Reply> {
    if list.get("ninefold_accounts") != Some(&json!(1)) {
        return Err(Reply::failed(
            exit::FAILED,
            "that file isn't an exported list of accounts",
        ));
    }
    let rows = list.get("accounts").and_then(Value::as_array);
    let imported: Result<Vec<_>, Reply> =
        rows.into_iter().flatten().map(imported_account).collect();
    let (there, new) = told_apart(registry, imported?);
    let added: Vec<_> = new.iter().map(|(new, _)| new.id.to_string()).collect();
    let event = |(new, more)| Event::Import(Box::new(new), more);
    Ok((
        new.into_iter().map(event).collect(),
        json!({ "added": added, "already_listed": there }),
    ))
}

/// Ids of listed accounts with the address and label of a row, and the rows that have none such. Each
/// account stands for one row: a list may have two of the same.
fn told_apart(
    registry: &Registry,
    rows: Vec<(NewAccount, Imported)>,
) -> (Vec<String>, Vec<(NewAccount, Imported)>) {
    let mut listed: Vec<_> = registry.listed().collect();
    let mut there = Vec::new();
    let mut missing = Vec::new();
    for row in rows {
        let label = row.0.label.as_deref().and_then(accounts::kept_label);
        let same = listed.iter().position(|a| {
            a.is_at(&row.0.home) && (a.label == label || label_of(registry, a) == label)
        });
        match same {
            Some(at) => there.push(listed.swap_remove(at).id.to_string()),
            None => missing.push(row),
        }
    }
    (there, missing)
}

fn imported_account(row: &Value) -> Result<(NewAccount, Imported), Reply> {
    let text = |key: &str| row.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let address = text("address").unwrap_or_default();
    let no = |why: &dyn std::fmt::Display| {
        let text = format!("nothing was added: the address {address:?} can't be used: {why}");
        Reply::failed(exit::ADDRESS, text)
    };
    let label = text("label");
    accounts::check_name(label.as_deref().unwrap_or_default())
        .map_err(|e| Reply::failed(exit::FAILED, format!("nothing was added: {e}")))?;
    let home = Url::parse(&address).map_err(|e| no(&e))?;
    let new = adding::by_address(&home, text("connector"), label).map_err(|e| no(&e))?;
    let zoom = row.get("zoom").and_then(Value::as_u64);
    let more = Imported {
        colour: text("colour"),
        zoom: zoom.and_then(|z| u16::try_from(z).ok()),
        muted: row.get("muted") == Some(&json!(true)),
    };
    Ok((new, more))
}

#[cfg(test)]
mod tests {
    use accounts::{Context, State};
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_list_with_one_bad_address_adds_nothing() {
        let list = json!({ "ninefold_accounts": 1, "accounts": [
            { "address": "https://acme.example.com/" },
            { "address": "javascript:alert(1)" },
        ] });
        let refused = import(&Registry::default(), &list).unwrap_err();
        assert_eq!(refused.exit, exit::ADDRESS);
        assert!(
            refused
                .error
                .unwrap_or_default()
                .contains("nothing was added")
        );
    }

    #[test]
    fn a_list_with_a_label_that_would_be_cut_adds_nothing() {
        let list = list_of(&[row(&json!("a".repeat(500)), "acme")]);
        let refused = import(&Registry::default(), &list).unwrap_err();
        assert_eq!(refused.exit, exit::FAILED);
        let why = refused.error.unwrap_or_default();
        assert!(why.contains("at most 80 characters"), "{why}");
    }

    fn row(label: &Value, host: &str) -> Value {
        json!({ "label": label, "address": format!("https://{host}.example.com/") })
    }

    fn list_of(rows: &[Value]) -> Value {
        json!({ "ninefold_accounts": 1, "accounts": rows })
    }

    /// Imports a list; how many were added, and how many were there.
    fn take(state: &mut State, list: &Value) -> (usize, usize) {
        let (events, answer) = import(&state.registry, list).unwrap();
        let mut random = || unreachable!("an imported account has its id");
        for event in events {
            let mut cx = Context {
                now: Timestamp::UNIX_EPOCH,
                random: &mut random,
            };
            state.step(event, &mut cx);
        }
        let count = |key: &str| answer[key].as_array().unwrap().len();
        (count("added"), count("already_listed"))
    }

    #[test]
    fn ones_own_exported_list_adds_nothing() {
        let (acme, none) = (json!(" Acme\nLtd"), Value::Null);
        let rows = [
            row(&acme, "acme"),
            row(&none, "acme"),
            row(&none, "acme"),
            row(&none, "globex"),
        ];
        let mut state = State::of(Registry::default());
        assert_eq!(take(&mut state, &list_of(&rows)), (4, 0));
        let exported = export(&state.registry);
        assert_eq!(take(&mut state, &exported["list"]), (0, 4));
        assert_eq!(take(&mut state, &list_of(&rows)), (0, 4));
        assert_eq!(export(&state.registry), exported);
    }

    #[test]
    fn accounts_of_one_address_are_told_apart_in_the_list_and_those_of_this_computer_left_out() {
        let mut state = State::of(Registry::default());
        let none = Value::Null;
        let local = json!({
            "address": "http://127.0.0.1:4711/c/mine/", "connector": "ninefold", "label": "Mine",
        });
        let rows = [
            row(&none, "acme"),
            row(&none, "acme"),
            row(&none, "globex"),
            local,
        ];
        take(&mut state, &list_of(&rows));
        for (n, name) in ["Olena", "Taras", "Petro"].into_iter().enumerate() {
            state.registry.accounts[n].profile.name = Some(name.into());
        }
        let exported = export(&state.registry);
        let labels: Vec<_> = exported["list"]["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["label"].as_str())
            .collect();
        let told_apart = [
            Some("Olena · acme.example.com"),
            Some("Taras · acme.example.com"),
        ];
        assert_eq!(labels, [told_apart[0], told_apart[1], None]);
        assert_eq!(exported["left_out"], json!(["Mine"]));
        assert_eq!(take(&mut state, &exported["list"]), (0, 3));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (missing, broken) = (folder.path().join("missing"), folder.path().join("broken"));
        store::atomic_write(&broken, b"{").unwrap();
        for file in [&missing, &broken] {
            let error = read(file).unwrap_err().to_string();
            assert!(error.contains(&file.display().to_string()), "{error}");
        }
        let nowhere = missing.join("list.json");
        let error = write(&nowhere, true, &json!({})).unwrap_err().to_string();
        assert!(error.contains(&nowhere.display().to_string()), "{error}");
    }

    #[test]
    fn a_file_is_replaced_only_where_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.json");
        write(&file, false, &json!({ "list": 1 })).unwrap();
        let error = write(&file, false, &json!({ "list": 2 }))
            .unwrap_err()
            .to_string();
        assert!(error.contains("--force"), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), "1");
        write(&file, true, &json!({ "list": 2 })).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), "2");
    }

    #[test]
    fn another_label_or_one_more_of_the_same_is_added() {
        let (acme, none) = (json!("Acme"), Value::Null);
        let mut state = State::of(Registry::default());
        take(
            &mut state,
            &list_of(&[row(&acme, "acme"), row(&none, "acme")]),
        );
        let more = [row(&acme, "acme"), row(&acme, "acme"), row(&acme, "globex")];
        assert_eq!(take(&mut state, &list_of(&more)), (2, 1));
    }

    #[test]
    fn an_account_that_is_being_deleted_is_not_there_any_more() {
        let list = list_of(&[row(&json!("Acme"), "acme")]);
        let mut state = State::of(Registry::default());
        take(&mut state, &list);
        let going = state.registry.accounts[0].id;
        let mut random = || 0;
        let mut cx = Context {
            now: Timestamp::UNIX_EPOCH,
            random: &mut random,
        };
        state.step(
            Event::Delete {
                account: going,
                sign_out: false,
            },
            &mut cx,
        );
        assert_eq!(take(&mut state, &list), (1, 0));
    }
}
