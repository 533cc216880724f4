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
        (Wish::List, Value::Array(rows)) => {
            table(rows, &["number", "label", "state", "host", "email"])
        }
        (Wish::Status, Value::Array(rows)) => table(
            rows,
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
        (Wish::Import { .. }, answer) => {
            let count = |key: &str| answer[key].as_array().map_or(0, Vec::len);
            super::say(&imported(count("added"), count("already_listed")))
        }
        _ => Ok(()),
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
    use super::*;

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
