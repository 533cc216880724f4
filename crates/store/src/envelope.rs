//! The frame around each file's data: schema version and checksum.
//!
//! Frozen: every version, older or newer, can tell by it whether a file is whole and who wrote it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// A file's frame, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame<'a> {
    schema: u32,
    checksum: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// A whole file's content.
pub(crate) struct Content<'a> {
    pub(crate) schema: u32,
    pub(crate) data: &'a str,
}

/// SHA-256 over the schema and the data's bytes as they stand in the file, so that no flipped bit can
/// make one schema look like another.
fn checksum(schema: u32, data: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(schema.to_be_bytes());
    hasher.update(data.as_bytes());
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing into a string can't fail.
            write!(hex, "{byte:02x}").unwrap_or_default();
            hex
        })
}

/// A file's bytes.
pub(crate) fn seal(schema: u32, data: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    Ok(frame(schema, &serde_json::to_string_pretty(data)?))
}

/// A file's bytes around data that's JSON already.
pub(crate) fn frame(schema: u32, data: &str) -> Vec<u8> {
    let checksum = checksum(schema, data);
    format!("{{\n\"schema\": {schema},\n\"checksum\": \"{checksum}\",\n\"data\": {data}\n}}\n")
        .into_bytes()
}

/// A file's content; `None` when it isn't whole.
pub(crate) fn open(bytes: &[u8]) -> Option<Content<'_>> {
    let frame: Frame<'_> = serde_json::from_slice(bytes).ok()?;
    let data = frame.data.get();
    (checksum(frame.schema, data) == frame.checksum).then_some(Content {
        schema: frame.schema,
        data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens() {
        let bytes = seal(7, &["a", "ü"]).unwrap();
        let content = open(&bytes).unwrap();
        assert_eq!(content.schema, 7);
        assert_eq!(
            serde_json::from_str::<Vec<String>>(content.data).unwrap(),
            ["a", "ü"]
        );
    }

    #[test]
    fn a_changed_schema_is_damage() {
        let text = String::from_utf8(seal(1, &()).unwrap()).unwrap();
        assert!(open(text.replace("\"schema\": 1", "\"schema\": 3").as_bytes()).is_none());
    }

    #[test]
    fn a_field_that_nobody_knows_is_damage() {
        let text = String::from_utf8(seal(1, &()).unwrap()).unwrap();
        assert!(open(text.replacen('{', "{\"more\": 1,", 1).as_bytes()).is_none());
    }
}
