//! Lists for spreadsheets: CSV (RFC 4180) in UTF-8 with a byte order mark.

use std::borrow::Cow;

use axum::http::{
    HeaderName,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};

/// Spreadsheets take it for UTF-8 by this.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What an answer says of it.
pub(super) fn headers(name: &str) -> [(HeaderName, String); 2] {
    [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ]
}

/// How a list begins.
pub(super) fn head<const N: usize>(names: [&str; N]) -> Result<Vec<u8>, csv::Error> {
    add(MARK.to_vec(), [names.map(Cow::from)])
}

/// What was written before, and these rows.
pub(super) fn add<'a, const N: usize>(
    before: Vec<u8>,
    rows: impl IntoIterator<Item = [Cow<'a, str>; N]>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(before);
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// A text of somebody's that no spreadsheet takes for a formula.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::from(format!("'{text}"))
    } else {
        Cow::from(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_people_wrote_is_text_in_one_cell() {
        let rows = ["a, \"b\"\nc", "@x", "=cmd|' /C calc'!A0", "-1"];
        let head = head(["note", "other"]).expect("written");
        let rows = rows.map(|note| [harmless(note), Cow::from("y")]);
        let text = String::from_utf8(add(head, rows).expect("written")).expect("text");
        let expected = "\u{feff}note,other\r\n\"a, \"\"b\"\"\nc\",y\r\n'@x,y\r\n\
                        '=cmd|' /C calc'!A0,y\r\n'-1,y\r\n";
        assert_eq!(text, expected);
    }
}
