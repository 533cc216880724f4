//! Decisions as tables, and what no address may ever reach.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{DesktopDocument, find};

const BITRIX: &str = "https://acme.bitrix24.com";
const OWN_SERVER: &str = "https://acme.example.com";

fn policy(id: &str, home: &str) -> NavigationPolicy {
    NavigationPolicy::new(find(id).unwrap(), &home.parse().unwrap())
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn schemes_are_sorted() {
    use SchemeVerdict::{Handoff, Local, Refused, Web};
    for (text, expected) in [
        ("https://acme.example/", Web),
        ("http://acme.example/", Web),
        ("about:blank", Local),
        ("about:srcdoc", Local),
        ("about:config", Refused),
        ("blob:https://acme.example/1", Local),
        ("data:text/plain,hi", Local),
        ("mailto:a@b.example", Handoff),
        ("tel:+380", Handoff),
        ("sip:a@b.example", Handoff),
        ("callto:x", Handoff),
        ("sms:1", Handoff),
        ("javascript:alert(1)", Refused),
        ("file:///etc/passwd", Refused),
        ("tauri://localhost/", Refused),
        ("ipc://localhost/x", Refused),
        ("asset://localhost/x", Refused),
        ("ninefold://open", Refused),
        ("chrome://settings", Refused),
        ("view-source:https://acme.example/", Refused),
        ("ftp://acme.example/", Refused),
        ("ms-msdt:/id", Refused),
        ("http://tauri.localhost/", Refused),
        ("https://ipc.localhost/x", Refused),
        ("https://tauri.localhost./", Refused),
        ("http://acme.localhost/", Web),
    ] {
        assert_eq!(scheme(&url(text)), expected, "{text}");
    }
}

#[test]
fn the_main_frame_stays_at_the_account_and_its_sign_in_hosts() {
    use Verdict::{Allow, Ask, Deny, OpenExternally};
    for (text, expected) in [
        ("https://acme.example.com/deals", Allow),
        ("https://acme.example.com:8443/deals", Allow),
        ("https://files.example.com/x", Allow),
        ("http://acme.example.com/", Ask),
        ("https://login.microsoftonline.com/x", Allow),
        ("http://login.microsoftonline.com/x", Ask),
        ("https://acme.okta.com/login", Allow),
        ("https://accounts.google.com/signin", Allow),
        ("https://news.example.org/", OpenExternally),
        ("https://example.com.evil.org/", OpenExternally),
        ("https://acme.example.com@evil.org/", OpenExternally),
        ("https://notokta.com/", OpenExternally),
        ("mailto:a@b.example", OpenExternally),
        ("about:blank", Allow),
        ("blob:https://acme.example.com/1", Allow),
        ("blob:https://evil.org/1", Deny),
        ("blob:null/1", Deny),
        ("data:text/html,<h1>Acme</h1>", Deny),
        ("javascript:alert(1)", Deny),
        ("tauri://localhost/probe.html", Deny),
        ("http://tauri.localhost/", Deny),
        ("file:///etc/passwd", Deny),
    ] {
        let policy = policy("generic", "https://acme.example.com");
        assert_eq!(policy.main_frame(&url(text)), expected, "{text}");
    }
}

#[test]
fn each_port_of_this_computer_is_a_crm_of_its_own() {
    let policy = policy("generic", "http://127.0.0.1:8101");
    for (text, expected) in [
        ("http://127.0.0.1:8101/x", Verdict::Allow),
        ("http://127.0.0.1:8102/x", Verdict::OpenExternally),
        ("http://localhost:8101/x", Verdict::OpenExternally),
        ("https://127.0.0.1/x", Verdict::OpenExternally),
    ] {
        assert_eq!(policy.main_frame(&url(text)), expected, "{text}");
    }
}

#[test]
fn a_crm_in_the_network_may_move_to_https() {
    let policy = policy("generic", "http://192.0.2.7");
    assert_eq!(
        policy.main_frame(&url("https://192.0.2.7/x")),
        Verdict::Allow
    );
    assert_eq!(
        policy.main_frame(&url("https://192.0.2.7:8443/x")),
        Verdict::OpenExternally
    );
}

#[test]
fn a_preset_names_its_own_hosts() {
    let policy = policy("bitrix24", "https://acme.bitrix24.de");
    for (text, expected) in [
        ("https://auth2.bitrix24.net/oauth", Verdict::Allow),
        (
            "https://helpdesk.bitrix24.de/open/1",
            Verdict::OpenExternally,
        ),
        ("https://acme.bitrix24.de/crm", Verdict::Allow),
    ] {
        assert_eq!(policy.main_frame(&url(text)), expected, "{text}");
    }
}

#[test]
fn while_signing_in_an_unknown_host_is_asked_about() {
    let mut policy = policy("generic", "https://acme.example.com");
    policy.set_signing_in(true);
    let sso = url("https://sso.customer.example/saml");
    assert_eq!(policy.main_frame(&sso), Verdict::Ask);
    let opener = url("https://acme.example.com/login");
    assert_eq!(policy.new_window(&sso, &opener), NewWindow::InApp);
    policy.set_signing_in(false);
    assert_eq!(policy.new_window(&sso, &opener), NewWindow::OpenExternally);
    policy.allow_host("SSO.customer.example");
    assert_eq!(policy.main_frame(&sso), Verdict::Allow);
    assert_eq!(
        policy.main_frame(&url("https://customer.example/")),
        Verdict::OpenExternally
    );
}

#[test]
fn a_host_seen_while_probing_is_a_sign_in_host() {
    let policy =
        policy("generic", "https://acme.example.com").with_identity_hosts(["id.corp.example"]);
    assert_eq!(
        policy.main_frame(&url("https://id.corp.example/x")),
        Verdict::Allow
    );
}

#[test]
fn frames_may_show_any_web_page_and_nothing_of_the_client() {
    let policy = policy("generic", "https://acme.example.com");
    for (text, expected) in [
        ("https://maps.example.org/embed", Verdict::Allow),
        ("about:srcdoc", Verdict::Allow),
        ("data:text/html,x", Verdict::Allow),
        ("blob:https://evil.org/1", Verdict::Allow),
        ("tel:1", Verdict::OpenExternally),
        ("tauri://localhost/", Verdict::Deny),
        ("http://tauri.localhost/", Verdict::Deny),
        ("file:///etc/passwd", Verdict::Deny),
    ] {
        assert_eq!(policy.frame(&url(text)), expected, "{text}");
    }
}

#[test]
fn pop_ups_of_the_crm_stay_in_its_session() {
    let policy = policy("generic", "https://acme.example.com");
    let opener = url("https://acme.example.com/deals");
    for (text, expected) in [
        ("https://acme.example.com/print", NewWindow::InApp),
        ("https://docs.example.com/", NewWindow::InApp),
        ("about:blank", NewWindow::InApp),
        ("blob:https://acme.example.com/1", NewWindow::InApp),
        ("https://login.microsoftonline.com/x", NewWindow::InApp),
        ("https://news.example.org/", NewWindow::OpenExternally),
        ("mailto:a@b.example", NewWindow::OpenExternally),
        ("http://acme.example.com/", NewWindow::OpenExternally),
        ("data:text/html,x", NewWindow::Deny),
        ("javascript:alert(1)", NewWindow::Deny),
        ("tauri://localhost/", NewWindow::Deny),
    ] {
        assert_eq!(policy.new_window(&url(text), &opener), expected, "{text}");
    }
}

#[test]
fn a_sign_in_host_may_open_its_own_windows() {
    let policy = policy("generic", "https://acme.example.com");
    let help = url("https://help.okta.com/");
    assert_eq!(
        policy.new_window(&help, &url("https://acme.okta.com/x")),
        NewWindow::InApp
    );
    let evil = url("https://evil.org/a");
    assert_eq!(
        policy.new_window(&url("https://evil.org/b"), &evil),
        NewWindow::OpenExternally
    );
}

#[test]
fn what_the_server_leaves_outside_its_scope_opens_in_the_browser() {
    let body = json!({
        "v": 1, "scope": ["/c/acme/", "/sso/"], "start": "/c/acme/",
        "crm": { "slug": "acme", "name": "Acme", "address": "https://host.example/c/acme" },
        "sign_in": { "page": "/c/acme/sign-in", "without_address": "/sign-in" },
    });
    let from = url("https://host.example/.well-known/crm-desktop.json");
    let document = DesktopDocument::parse(body.to_string().as_bytes(), &from).unwrap();
    let connector = find("ninefold").unwrap().with_document(document);
    let policy = NavigationPolicy::new(&connector, &"https://host.example/c/acme".parse().unwrap());
    for (text, expected) in [
        ("https://host.example/c/acme/deals", Verdict::Allow),
        ("https://host.example/c/acme", Verdict::Allow),
        ("https://host.example/sign-in", Verdict::Allow),
        ("https://host.example/sso/callback", Verdict::Allow),
        ("https://host.example/", Verdict::Allow),
        ("https://host.example/account", Verdict::OpenExternally),
        ("https://host.example/c/berry/", Verdict::OpenExternally),
        ("https://host.example/c/acme-2/", Verdict::OpenExternally),
    ] {
        assert_eq!(policy.main_frame(&url(text)), expected, "{text}");
    }
    // What a provider refuses to show here goes on in the browser, from a link that opens a window.
    let hand_off = url("https://host.example/hand-off/0192f0c1-2345-7abc-8def-0123456789ab");
    let opener = url("https://host.example/c/acme/sign-in?by=browser");
    assert_eq!(
        policy.new_window(&hand_off, &opener),
        NewWindow::OpenExternally
    );
}

fn any_url() -> impl Strategy<Value = Url> {
    let scheme = prop_oneof![
        Just("http"),
        Just("https"),
        Just("tauri"),
        Just("javascript"),
        Just("data"),
        Just("blob:https"),
        Just("file"),
        Just("mailto"),
        Just("about"),
        Just("ftp"),
    ];
    let host = prop_oneof![
        Just("acme.example.com".to_owned()),
        Just("evil.org".to_owned()),
        Just("example.com.evil.org".to_owned()),
        Just("tauri.localhost".to_owned()),
        "[a-z0-9.-]{1,20}",
    ];
    (scheme, host, "(:[0-9]{1,4})?", "[a-z/?#@.:]{0,12}")
        .prop_filter_map("an address", |(scheme, host, port, rest)| {
            Url::parse(&format!("{scheme}://{host}{port}/{rest}")).ok()
        })
}

#[test]
fn another_customer_of_the_vendor_is_not_the_account() {
    use Verdict::{Allow, Ask, OpenExternally};
    for (home, text, expected, while_signing_in) in [
        (BITRIX, "https://acme.bitrix24.com/crm/", Allow, Allow),
        (BITRIX, "https://ACME.bitrix24.com./crm/", Allow, Allow),
        (
            BITRIX,
            "https://other.bitrix24.com/crm/",
            OpenExternally,
            Ask,
        ),
        (
            BITRIX,
            "https://other.bitrix24.de/crm/",
            OpenExternally,
            Ask,
        ),
        (BITRIX, "http://other.bitrix24.com/", OpenExternally, Ask),
        (BITRIX, "https://a.other.bitrix24.com/", OpenExternally, Ask),
        (BITRIX, "https://other.bitrix24.com./", OpenExternally, Ask),
        (BITRIX, "https://a.acme.bitrix24.com/", Allow, Allow),
        (BITRIX, "https://auth2.bitrix24.net/", Allow, Allow),
        (OWN_SERVER, "https://files.example.com/", Allow, Allow),
    ] {
        let mut policy = policy("bitrix24", home);
        assert_eq!(policy.main_frame(&url(text)), expected, "{text}");
        policy.set_signing_in(true);
        assert_eq!(policy.main_frame(&url(text)), while_signing_in, "{text}");
        policy.allow_host(url(text).host_str().unwrap());
        assert_eq!(policy.main_frame(&url(text)), Allow, "{text}, once allowed");
    }
}

#[test]
fn customers_that_the_vendor_groups_are_neighbours_too() {
    use Verdict::{Allow, OpenExternally};
    for (home, text, expected) in [
        (
            "https://acme.m.frappe.cloud",
            "https://acme.m.frappe.cloud/app",
            Allow,
        ),
        (
            "https://acme.m.frappe.cloud",
            "https://a.acme.m.frappe.cloud/",
            Allow,
        ),
        (
            "https://acme.m.frappe.cloud",
            "https://other.m.frappe.cloud/",
            OpenExternally,
        ),
        (
            "https://acme.m.frappe.cloud",
            "https://other.frappe.cloud/",
            OpenExternally,
        ),
        (
            "https://acme.m.frappe.cloud",
            "https://m.frappe.cloud/",
            OpenExternally,
        ),
        (
            "https://acme.m.frappe.cloud",
            "https://frappe.cloud/docs",
            Allow,
        ),
        (
            "https://acme.frappe.cloud",
            "https://other.m.frappe.cloud/",
            OpenExternally,
        ),
        (
            "https://acme.frappe.cloud",
            "https://acme.frappe.cloud/app",
            Allow,
        ),
    ] {
        let policy = policy("frappe", home);
        assert_eq!(
            policy.main_frame(&url(text)),
            expected,
            "{text} from {home}"
        );
    }
}

proptest! {
    #[test]
    fn another_customer_is_never_shown_in_the_account(below in "([a-z0-9]{1,5}\\.)?", name in "[a-z0-9-]{1,12}") {
        prop_assume!(name != "acme");
        let target = Url::parse(&format!("https://{below}{name}.bitrix24.com/"));
        prop_assume!(target.is_ok());
        let policy = policy("bitrix24", BITRIX);
        prop_assert_ne!(policy.main_frame(&target.unwrap()), Verdict::Allow);
    }

    #[test]
    fn a_foreign_origin_is_never_shown_in_the_account(target in any_url()) {
        let policy = policy("generic", "https://acme.example.com");
        if policy.main_frame(&target) == Verdict::Allow {
            let seen = match target.scheme() {
                "blob" => url(target.path()),
                "about" => return Ok(()),
                _ => target,
            };
            prop_assert_eq!(seen.scheme(), "https");
            prop_assert!(domain::address::same_site(&seen, &url("https://example.com")), "{}", seen);
        }
    }

    #[test]
    fn no_address_of_the_client_is_reached_from_anywhere(path in "[a-z/.]{0,12}", at in 0_usize..8) {
        let forms = [
            "tauri://localhost/", "ipc://localhost/", "asset://localhost/", "http://tauri.localhost/",
            "https://tauri.localhost:8080/", "http://ipc.localhost/", "file:///", "ninefold://",
        ];
        let target = url(&format!("{}{path}", forms[at]));
        let mut policy = policy("generic", "https://acme.example.com");
        policy.set_signing_in(true);
        policy.allow_host("tauri.localhost");
        prop_assert_eq!(policy.main_frame(&target), Verdict::Deny);
        prop_assert_eq!(policy.frame(&target), Verdict::Deny);
        prop_assert_eq!(policy.new_window(&target, &url("https://acme.example.com")), NewWindow::Deny);
    }
}
