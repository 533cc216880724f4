//! The contract as a whole.

use super::*;

#[test]
fn every_described_operation_says_what_it_can_answer() {
    let (_, document) = described_routes();
    let document = serde_json::to_value(&document).expect("written");
    let paths = document["paths"].as_object().expect("paths");
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("operations") {
            let responses = operation["responses"].as_object().expect("responses");
            let good = responses.keys().any(|status| status.starts_with('2'));
            assert!(good, "{method} {path}");
            assert!(responses.len() > 1, "{method} {path}");
        }
    }
}

/// The user interface's client is generated from a copy of the document.
/// `NINEFOLD_WRITE_TYPESCRIPT=1` writes it; `npm --prefix ui run api` then makes the types.
#[expect(
    clippy::disallowed_methods,
    reason = "a switch for whoever runs the test"
)]
#[test]
fn the_user_interface_has_this_very_document() {
    let (_, document) = described_routes();
    let mut text = serde_json::to_string_pretty(&document).expect("written");
    text.push('\n');
    let copy = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../ui/crm/src/api/openapi.json"
    );
    if std::env::var_os("NINEFOLD_WRITE_TYPESCRIPT").is_some() {
        std::fs::write(copy, &text).expect("writable");
    }
    assert_eq!(std::fs::read_to_string(copy).unwrap_or_default(), text);
}
