//! Documents, good and bad.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn from() -> Url {
    "https://host.example/.well-known/crm-desktop.json?crm=acme"
        .parse()
        .unwrap()
}

fn parse(value: &Value) -> Result<DesktopDocument, DocumentError> {
    DesktopDocument::parse(value.to_string().as_bytes(), &from())
}

pub(crate) fn acme() -> Value {
    json!({
        "v": 1,
        "server": { "id": "s-1", "name": "Host", "version": "1.0.0" },
        "crm": { "slug": "acme", "name": "Acme", "address": "https://host.example/c/acme" },
        "icons": [
            { "src": "/c/acme/icon-64.png", "sizes": "64x64" },
            { "src": "/c/acme/icon-192.png", "sizes": "192x192" }
        ],
        "theme_color": "#1f5fbf",
        "scope": ["/c/acme/", "/sign-in"],
        "start": "/c/acme/",
        "sign_in": { "page": "/c/acme/sign-in", "switcher_slot": "[data-account-switcher]" },
        "signed_in": {
            "probe": "/api/v1/c/acme/session", "yes": 200, "no": 401,
            "pointers": { "name": "/user/display_name", "email": "/user/email", "csrf": "/csrf" }
        },
        "sign_out": {
            "method": "POST", "url": "/api/v1/c/acme/sign-out", "csrf_header": "X-CSRF-Token"
        },
        "device": {
            "register": "/api/v1/c/acme/devices", "revoke": "/api/v1/c/acme/devices/current"
        },
        "unread": { "url": "/api/v1/c/acme/unread", "pointer": "/unread", "min_interval_s": 60 },
        "qr": { "page": "/c/acme/qr" },
        "portal": "/account",
        "enter": { "page": "/c/{crm}/enter", "home": "/c/{crm}/" },
        "something_new": { "deep": [1, 2, 3] }
    })
}

#[test]
fn an_address_that_lets_into_a_crm_is_told_from_all_others() {
    let document = parse(&acme()).unwrap();
    let home = |url: &str| document.entered(&url.parse().unwrap()).map(String::from);
    assert_eq!(
        home("https://host.example/c/berry-2/enter#ticket=abc").as_deref(),
        Some("https://host.example/c/berry-2/")
    );
    assert_eq!(
        home("https://host.example/c/berry-2/").as_deref(),
        Some("https://host.example/c/berry-2/"),
        "its own first page"
    );
    for other in [
        "https://host.example/c/berry-2/contacts",
        "https://host.example/c/berry-2/enter/more",
        "https://host.example/c//enter",
        "https://host.example/c/a/b/enter",
        "https://host.example/c/..%2Fadmin/enter",
        "https://other.example/c/berry-2/enter",
        "http://host.example/c/berry-2/enter",
    ] {
        assert_eq!(home(other), None, "{other}");
    }
    for (page, at) in [
        ("c/{crm}", "/c/{crm}/"),
        ("/c/enter", "/c/{crm}/"),
        ("/c/{crm}/enter", "//evil.example/c/{crm}/"),
        ("/c/{crm}/enter", "/\\evil.example/c/{crm}/"),
        ("/c/{crm}/enter", "https://evil.example/c/{crm}/"),
        ("//evil.example/c/{crm}/enter", "/c/{crm}/"),
        ("/{crm}/{crm}", "/c/{crm}/"),
    ] {
        let mut odd = acme();
        odd["enter"] = json!({ "page": page, "home": at });
        assert_eq!(parse(&odd).unwrap().enter, None, "{page}");
    }
}

#[test]
fn a_whole_document_is_read_and_its_addresses_made_absolute() {
    let document = parse(&acme()).unwrap();
    assert_eq!(
        document.crm_address().unwrap().as_str(),
        "https://host.example/c/acme"
    );
    assert_eq!(
        document.sign_in.unwrap().as_str(),
        "https://host.example/c/acme/sign-in"
    );
    assert_eq!(document.probe.unwrap().pointers["email"], "/user/email");
    assert_eq!(
        document.sign_out.unwrap().csrf_header.as_deref(),
        Some("X-CSRF-Token")
    );
    assert_eq!(document.origin.as_str(), "https://host.example/");
    assert_eq!(document.approval.unwrap().path(), "/c/acme/qr");
    assert_eq!(
        document.device.unwrap().revoke.as_str(),
        "https://host.example/api/v1/c/acme/devices/current"
    );
}

#[test]
fn names_are_short_and_plain() {
    let mut value = acme();
    value["crm"]["name"] = format!("Ac\u{202e}me \u{1b}[31m{}", "x".repeat(300)).into();
    value["server"]["name"] = "\u{202e}\u{200b}".into();
    let document = parse(&value).unwrap();
    let name = document.name.unwrap();
    assert!(
        name.starts_with("Acme [31mx") && name.chars().count() == 80,
        "{name:?}"
    );
    assert_eq!(document.server.name, "");
}

#[test]
fn the_smallest_document_is_one() {
    let document = parse(&json!({ "v": 1 })).unwrap();
    assert_eq!(document.crm_address(), None);
    assert!(document.probe.is_none() && document.sign_out.is_none());
}

#[test]
fn addresses_of_another_origin_are_ignored() {
    for foreign in [
        "https://evil.example/x",
        "//evil.example/x",
        "http://host.example/x",
        "https://host.example:8443/x",
        "javascript:alert(1)",
        "https://user@host.example/x",
    ] {
        let mut value = acme();
        value["sign_in"]["page"] = foreign.into();
        value["sign_out"]["url"] = foreign.into();
        value["signed_in"]["probe"] = foreign.into();
        value["crm"]["address"] = foreign.into();
        value["qr"]["page"] = foreign.into();
        value["device"]["revoke"] = foreign.into();
        let document = parse(&value).unwrap();
        assert_eq!(document.sign_in, None, "{foreign}");
        assert_eq!(document.sign_out, None, "{foreign}");
        assert_eq!(document.probe, None, "{foreign}");
        assert_eq!(document.address, None, "{foreign}");
        assert_eq!(document.approval, None, "{foreign}");
        assert_eq!(document.device, None, "{foreign}");
    }
}

#[test]
fn a_sign_out_by_get_is_not_taken() {
    let mut value = acme();
    value["sign_out"]["method"] = "GET".into();
    assert_eq!(parse(&value).unwrap().sign_out, None);
}

#[test]
fn another_version_counts_as_absent_and_says_which() {
    let mut value = acme();
    value["v"] = 2.into();
    let error = parse(&value).unwrap_err();
    assert!(
        matches!(error, DocumentError::OtherVersion { version: 2, ref server }
        if server.name == "Host")
    );
}

#[test]
fn what_is_no_document_is_refused() {
    for (body, code) in [
        (b"".as_slice(), "document_malformed"),
        (b"<html>", "document_malformed"),
        (b"[1]", "document_malformed"),
        (b"{\"v\":\"1\"}", "document_malformed"),
        (&vec![b' '; MAX_DOCUMENT + 1], "document_too_large"),
    ] {
        assert_eq!(
            DesktopDocument::parse(body, &from()).unwrap_err().code(),
            code
        );
    }
}

#[test]
fn plain_http_is_believed_on_this_computer_only() {
    let body = acme().to_string();
    let plain: Url = "http://host.example/.well-known/crm-desktop.json"
        .parse()
        .unwrap();
    assert_eq!(
        DesktopDocument::parse(body.as_bytes(), &plain),
        Err(DocumentError::NotSecure)
    );
    let own: Url = "http://127.0.0.1:8901/.well-known/crm-desktop.json"
        .parse()
        .unwrap();
    assert!(DesktopDocument::parse(body.as_bytes(), &own).is_ok());
}

#[test]
fn a_document_survives_being_kept() {
    let document = parse(&acme()).unwrap();
    let kept = serde_json::to_string(&document).unwrap();
    assert_eq!(
        serde_json::from_str::<DesktopDocument>(&kept).unwrap(),
        document
    );
}

/// A leaf of some other type than the one expected.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({ "a": [{}] })),
    ]
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(DesktopDocument::parse(&body, &from()));
    }

    #[test]
    fn a_wrong_type_anywhere_costs_that_field_alone(
        at in 0_usize..22, odd in odd_value()
    ) {
        let pointers = [
            "/server", "/server/id", "/crm", "/crm/slug", "/crm/address", "/icons", "/icons/0/src",
            "/theme_color", "/scope", "/start", "/sign_in", "/sign_in/page", "/signed_in",
            "/signed_in/yes", "/signed_in/pointers", "/sign_out", "/sign_out/method", "/unread",
            "/unread/min_interval_s", "/portal", "/device", "/device/register",
        ];
        let mut value = acme();
        *value.pointer_mut(pointers[at]).unwrap() = odd;
        let document = parse(&value).unwrap();
        prop_assert_eq!(document.origin.as_str(), "https://host.example/");
        for url in [document.start, document.sign_in, document.address].iter().flatten() {
            prop_assert_eq!(url.origin(), from().origin());
        }
    }
}
