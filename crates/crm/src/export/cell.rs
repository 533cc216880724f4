//! What stands in one cell of a spreadsheet.

use serde_json::Value;

/// A value as text. A spreadsheet takes a text with one of some beginnings for a formula, and runs it: such a text gets
/// an apostrophe before it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text),
        // A number, which is no formula, or what other values are written as: `true`, `[`, `{`.
        other => other.to_string(),
    }
}

fn guarded(text: &str) -> String {
    if looks_like_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Also where apostrophes stand before it: whoever takes one away from each such cell has what it was.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// What an import does with a cell.
    fn taken_back(cell: &str) -> &str {
        match cell.strip_prefix('\'') {
            Some(rest) if looks_like_formula(rest) => rest,
            _ => cell,
        }
    }

    #[test]
    fn no_text_runs_in_a_spreadsheet() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"] {
            assert_eq!(text(&json!(formula)), format!("'{formula}"));
        }
        for (value, cell) in [
            (json!("Olena"), "Olena"),
            (json!("'twas"), "'twas"),
            (json!(-5), "-5"),
            (json!(true), "true"),
            (json!(null), ""),
            (json!({ "a": "=1" }), "{\"a\":\"=1\"}"),
        ] {
            assert_eq!(text(&value), cell);
        }
    }

    proptest! {
        #[test]
        fn every_text_can_be_taken_back(before in "['=+\\-@\t\r a]{0,6}") {
            let cell = text(&json!(before));
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(taken_back(&cell), before);
        }
    }
}
