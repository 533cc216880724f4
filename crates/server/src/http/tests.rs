//! The contract as a whole.

use super::*;

#[test]
fn every_described_operation_says_what_it_can_answer() {
    let (_, document) = api_routes().split_for_parts();
    let document = serde_json::to_value(&document).expect("written");
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 7);
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("operations") {
            let responses = operation["responses"].as_object().expect("responses");
            assert!(responses.contains_key("200"), "{method} {path}");
            assert!(responses.len() > 1, "{method} {path}");
        }
    }
}
