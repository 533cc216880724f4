//! Answers for people's eyes.

use std::io;

use serde_json::Value;

use crate::control::Wish;

/// Prints an answer: as JSON, or as a table.
pub(super) fn value(wish: &Wish, value: &Value, json: bool) -> io::Result<()> {
    if json {
        return super::say(&serde_json::to_string_pretty(value)?);
    }
    match (wish, value) {
        (Wish::Windows, Value::Array(rows)) if rows.is_empty() => {
            super::say("No window is open. Open one: ninefold open ACCOUNT")
        }
        (Wish::List | Wish::Status, Value::Array(rows)) if rows.is_empty() => {
            super::say("No accounts yet. Add one: ninefold add ADDRESS")
        }
        (Wish::List, Value::Array(rows)) => table(
            &with_states_in_words(rows),
            &["number", "label", "state", "host", "email"],
        ),
        (Wish::Status, Value::Array(rows)) => table(
            &with_states_in_words(rows),
            &[
                "number",
                "label",
                "state",
                "awake",
                "unread",
                "window",
                "memory_kib",
                "disk_kib",
            ],
        ),
        (Wish::Windows, Value::Array(rows)) => table(
            rows,
            &[
                "id", "accounts", "front", "x", "y", "width", "height", "mode",
            ],
        ),
        (Wish::Delete { .. }, answer) if answer["sign_out"] != "asked" => {
            let undo = answer["undo"].as_str();
            let seconds = accounts::UNDO_TIME.as_secs();
            let then = match answer["data_removed"].as_str() {
                Some("at_next_start") => "\nIts data is removed at the next start after that.",
                _ => "",
            };
            undo.map_or(Ok(()), |undo| {
                super::say(&format!(
                    "Deleted. For {seconds} seconds this takes it back: {undo}{then}"
                ))
            })
        }
        (Wish::Import { .. }, answer) => {
            let count = |key: &str| answer[key].as_array().map_or(0, Vec::len);
            super::say(&imported(count("added"), count("already_listed")))
        }
        _ => Ok(()),
    }
}

/// Accounts' rows with one text for their state and for what was seen of their sign-in.
fn with_states_in_words(rows: &[Value]) -> Vec<Value> {
    let in_words = |row: &Value| {
        let mut row = row.clone();
        row["state"] = Value::from(state_in_words(&row));
        row
    };
    rows.iter().map(in_words).collect()
}

fn state_in_words(row: &Value) -> String {
    let text = |key: &str| row[key].as_str().unwrap_or_default();
    match (text("state"), text("sign_in")) {
        (state @ ("connected" | "disconnected"), "ended") => {
            format!("{state}, signed out by the server")
        }
        ("connected", "login_page") => "connected, on its login page".to_owned(),
        ("disconnected", "login_page") => "disconnected, signed out".to_owned(),
        (state, _) => state.replace('_', " "),
    }
}

fn imported(added: usize, listed: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let were = if listed == 1 { "was" } else { "were" };
    match listed {
        0 => format!("{added} account{} added", plural(added)),
        _ => format!(
            "{added} account{} added, {listed} {were} in the list already",
            plural(added)
        ),
    }
}

fn table(rows: &[Value], columns: &[&str]) -> io::Result<()> {
    let cell = |row: &Value, column: &str| match row.get(column) {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let texts: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            texts.join(", ")
        }
        Some(other) => other.to_string(),
    };
    let mut lines: Vec<Vec<String>> = vec![columns.iter().map(|c| c.replace('_', " ")).collect()];
    lines.extend(
        rows.iter()
            .map(|row| columns.iter().map(|c| cell(row, c)).collect()),
    );
    let widths: Vec<usize> = (0..columns.len())
        .map(|i| {
            lines
                .iter()
                .filter_map(|l| l.get(i))
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for line in lines {
        let cells: Vec<_> = line
            .iter()
            .zip(&widths)
            .map(|(c, w)| format!("{c:<w$}", w = *w))
            .collect();
        super::say(cells.join("  ").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_account_on_its_login_page_is_not_said_to_be_connected_alone() {
        for (state, sign_in, expected) in [
            ("connected", "signed_in", "connected"),
            ("connected", "login_page", "connected, on its login page"),
            ("connected", "ended", "connected, signed out by the server"),
            ("disconnected", "login_page", "disconnected, signed out"),
            ("signed_out", "login_page", "signed out"),
            ("adding", "login_page", "adding"),
        ] {
            let row = json!({ "state": state, "sign_in": sign_in });
            assert_eq!(state_in_words(&row), expected);
        }
    }

    #[test]
    fn an_import_says_what_was_added_and_what_was_there() {
        assert_eq!(imported(2, 0), "2 accounts added");
        assert_eq!(imported(1, 1), "1 account added, 1 was in the list already");
        assert_eq!(
            imported(0, 3),
            "0 accounts added, 3 were in the list already"
        );
    }
}
