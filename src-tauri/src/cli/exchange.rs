//! Export and import of the account list: labels and addresses, no secrets.

use std::{io, path::Path};

use accounts::{Event, Imported, NewAccount, Registry};
use serde_json::{Value, json};
use url::Url;

use super::exit;
use crate::{accounts_add, control::Reply};

/// Writes an exported list.
pub(super) fn write(file: &Path, list: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(list)?;
    if file == Path::new("-") {
        return super::say(&text);
    }
    // A bare name has no folder to write beside it in.
    store::atomic_write(&std::path::absolute(file)?, text.as_bytes())
}

/// Reads a list.
pub(super) fn read(file: &Path) -> io::Result<Value> {
    Ok(serde_json::from_slice(&super::read_all(file)?)?)
}

/// Labels and addresses, in order. No secrets, no sessions.
pub(super) fn export(registry: &Registry) -> Value {
    let accounts: Vec<_> = registry
        .listed()
        .map(|a| {
            json!({
                "label": a.label, "address": a.home.as_str(), "connector": a.connector,
                "colour": a.colour, "zoom": a.zoom, "muted": a.muted,
            })
        })
        .collect();
    json!({ "ninefold_accounts": 1, "accounts": accounts })
}

/// All accounts of an exported list, or none where one of them can't be used.
pub(super) fn import(list: &Value) -> Result<(Vec<Event>, Value), Reply> {
    if list.get("ninefold_accounts") != Some(&json!(1)) {
        return Err(Reply::failed(
            exit::FAILED,
            "that file isn't an exported list of accounts",
        ));
    }
    let rows = list.get("accounts").and_then(Value::as_array);
    let imported: Result<Vec<_>, Reply> =
        rows.into_iter().flatten().map(imported_account).collect();
    let imported = imported?;
    let added: Vec<_> = imported.iter().map(|(new, _)| new.id.to_string()).collect();
    let event = |(new, more)| Event::Import(Box::new(new), more);
    Ok((
        imported.into_iter().map(event).collect(),
        json!({ "added": added }),
    ))
}

fn imported_account(row: &Value) -> Result<(NewAccount, Imported), Reply> {
    let text = |key: &str| row.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let address = text("address").unwrap_or_default();
    let no = |why: &dyn std::fmt::Display| {
        let text = format!("nothing was added: the address {address:?} can't be used: {why}");
        Reply::failed(exit::ADDRESS, text)
    };
    let home = Url::parse(&address).map_err(|e| no(&e))?;
    let new =
        accounts_add::by_address(&home, text("connector"), text("label")).map_err(|e| no(&e))?;
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
    use super::*;

    #[test]
    fn a_list_with_one_bad_address_adds_nothing() {
        let list = json!({ "ninefold_accounts": 1, "accounts": [
            { "address": "https://acme.example.com/" },
            { "address": "javascript:alert(1)" },
        ] });
        let refused = import(&list).unwrap_err();
        assert_eq!(refused.exit, exit::ADDRESS);
        assert!(
            refused
                .error
                .unwrap_or_default()
                .contains("nothing was added")
        );
    }
}
