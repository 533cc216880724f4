//! What people type, as tables.

use proptest::prelude::*;
use url::Url;

use super::*;

fn urls(typed: &str) -> Vec<String> {
    match parse(typed) {
        Ok(candidate) => candidate.urls().iter().map(Url::to_string).collect(),
        Err(error) => vec![error.code().to_owned()],
    }
}

#[test]
fn forgives_what_people_type() {
    for (typed, expected) in [
        ("acme.example.com", "https://acme.example.com/"),
        ("  acme.example.com  ", "https://acme.example.com/"),
        ("ACME.Example.COM", "https://acme.example.com/"),
        ("acme.example.com.", "https://acme.example.com/"),
        ("\"acme.example.com\"", "https://acme.example.com/"),
        ("«acme.example.com»", "https://acme.example.com/"),
        (
            "<https://acme.example.com/login>",
            "https://acme.example.com/login",
        ),
        (
            "https://acme.example.com/login?x=1#top",
            "https://acme.example.com/login",
        ),
        (
            "HTTPS://acme.example.com/CRM",
            "https://acme.example.com/CRM",
        ),
        ("https:/acme.example.com", "https://acme.example.com/"),
        ("//acme.example.com/crm", "https://acme.example.com/crm"),
        (
            "acme.example.com:8443/crm",
            "https://acme.example.com:8443/crm",
        ),
        ("http://acme.example.com", "http://acme.example.com/"),
        (
            "https://olena:secret@acme.example.com/",
            "https://acme.example.com/",
        ),
        (
            "olena:secret@acme.example.com/x",
            "https://acme.example.com/x",
        ),
        (
            "acme.example.com/?next=https://evil.example/",
            "https://acme.example.com/",
        ),
        ("192.0.2.7", "https://192.0.2.7/"),
        ("192.0.2.7:8069", "https://192.0.2.7:8069/"),
        ("2001:db8::7", "https://[2001:db8::7]/"),
        ("[2001:db8::7]:8443", "https://[2001:db8::7]:8443/"),
        ("https://[2001:db8::7]/crm", "https://[2001:db8::7]/crm"),
        ("münchen.example", "https://xn--mnchen-3ya.example/"),
        ("срм.укр", "https://xn--l1ahc.xn--j1amh/"),
        ("xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example/"),
        ("office:8080", "https://office:8080/"),
        ("acme\u{200b}.example.com", "https://acme.example.com/"),
    ] {
        assert_eq!(urls(typed), [expected], "typed: {typed}");
    }
}

#[test]
fn finds_the_one_link_in_a_pasted_text() {
    for (typed, expected) in [
        (
            "Hi, please sign in here: https://acme.example.com/crm/login?token=abc. Olena",
            "https://acme.example.com/crm/login",
        ),
        (
            "[Acme](https://acme.example.com/crm)",
            "https://acme.example.com/crm",
        ),
        (
            "Our CRM (https://acme.example.com).",
            "https://acme.example.com/",
        ),
        (
            "our crm is acme.example.com, ask Olena",
            "https://acme.example.com/",
        ),
        (
            "write to olena@acme.example.com or open\nhttps://crm.example",
            "https://crm.example/",
        ),
    ] {
        assert_eq!(urls(typed), [expected], "typed: {typed}");
    }
}

#[test]
fn tries_plain_http_on_this_computer_only() {
    for (typed, expected) in [
        ("localhost", vec!["https://localhost/", "http://localhost/"]),
        (
            "127.0.0.1:8101",
            vec!["https://127.0.0.1:8101/", "http://127.0.0.1:8101/"],
        ),
        ("::1", vec!["https://[::1]/", "http://[::1]/"]),
        (
            "acme.localhost:81",
            vec!["https://acme.localhost:81/", "http://acme.localhost:81/"],
        ),
        ("http://127.0.0.1:8101/x", vec!["http://127.0.0.1:8101/x"]),
        (
            "localhost.example.com",
            vec!["https://localhost.example.com/"],
        ),
    ] {
        assert_eq!(urls(typed), expected, "typed: {typed}");
    }
}

#[test]
fn refuses_what_is_no_address_and_says_why() {
    for (typed, code) in [
        ("", "address_empty"),
        (" \n\t\u{200b} ", "address_empty"),
        ("<>", "address_empty"),
        ("javascript:alert(1)", "address_scheme_refused"),
        ("JaVaScRiPt:alert(1)", "address_scheme_refused"),
        ("java\tscript:alert(1)", "not_an_address"),
        ("file:///etc/passwd", "address_scheme_refused"),
        ("data:text/html,hi", "address_scheme_refused"),
        ("tauri://localhost/", "address_scheme_refused"),
        ("mailto:olena@acme.example.com", "address_scheme_refused"),
        ("tel:123", "address_scheme_refused"),
        ("ftp://acme.example.com", "address_scheme_refused"),
        ("unheard-of://acme", "address_scheme_refused"),
        ("olena@acme.example.com", "address_is_email"),
        ("acme inc", "not_an_address"),
        ("acme.example.com and berry.example.com", "not_an_address"),
        ("https://", "address_host_invalid"),
        ("acme..example.com", "address_host_invalid"),
        ("-acme.example.com", "address_host_invalid"),
        ("acme.example.com:99999", "address_host_invalid"),
        ("256.256.256.256", "address_host_invalid"),
        ("/login", "address_host_invalid"),
        ("acme.example.com:0", "address_host_invalid"),
        ("0.0.0.0", "address_host_invalid"),
    ] {
        assert_eq!(urls(typed), [code], "typed: {typed}");
    }
    assert_eq!(urls(&"a".repeat(MAX_TYPED + 1)), ["address_too_long"]);
}

#[test]
fn a_bare_name_is_offered_as_a_name_and_as_a_host_of_the_office() {
    let candidate = parse("Acme-2").unwrap();
    assert_eq!(candidate.name(), Some("acme-2"));
    assert_eq!(candidate.urls()[0].as_str(), "https://acme-2/");
    assert_eq!(parse("acme.example").unwrap().name(), None);
}

#[test]
fn a_number_is_a_name_and_not_an_ip_address() {
    let candidate = parse("2130706433").unwrap();
    assert_eq!(candidate.name(), Some("2130706433"));
    assert!(candidate.urls().is_empty());
}

#[test]
fn hosts_that_could_deceive_are_shown_in_punycode() {
    for (typed, shown) in [
        ("https://münchen.de/", "münchen.de"),
        ("https://київ.укр/", "київ.укр"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://pаypal.com/", "xn--pypal-4ve.com"),
        ("https://例え.jp/", "例え.jp"),
        ("https://acme.example.com:8443/crm", "acme.example.com:8443"),
        ("https://[::1]:8443/crm", "[::1]:8443"),
        ("https://127.0.0.1/", "127.0.0.1"),
    ] {
        let address: CrmAddress = typed.parse().unwrap();
        assert_eq!(address.host_display(), shown, "address: {typed}");
    }
}

#[test]
fn an_address_is_origin_and_prefix() {
    for (page, origin, prefix) in [
        (
            "https://acme.example.com/login?x=1",
            "https://acme.example.com",
            "",
        ),
        (
            "https://acme.example.com:443/",
            "https://acme.example.com",
            "",
        ),
        (
            "http://127.0.0.1:8101/crm/sign-in",
            "http://127.0.0.1:8101",
            "/crm",
        ),
        (
            "https://host.example/c/acme/sign-in?next=/x",
            "https://host.example",
            "/c/acme",
        ),
        (
            "https://host.example/dolibarr/index.php",
            "https://host.example",
            "/dolibarr",
        ),
        ("https://host.example/a/b/", "https://host.example", "/a/b"),
    ] {
        let address = CrmAddress::from_page(&page.parse().unwrap()).unwrap();
        assert_eq!(
            (address.origin(), address.prefix()),
            (origin, prefix),
            "page: {page}"
        );
        assert_eq!(address.home().as_str(), format!("{origin}{prefix}/"));
    }
}

#[test]
fn an_address_contains_its_own_pages_alone() {
    let address: CrmAddress = "https://host.example/crm".parse().unwrap();
    for (page, inside) in [
        ("https://host.example/crm", true),
        ("https://host.example/crm/", true),
        ("https://host.example/crm/deals?x=1", true),
        ("https://host.example/crmx", false),
        ("https://host.example/", false),
        ("http://host.example/crm/", false),
        ("https://host.example:8443/crm/", false),
    ] {
        assert_eq!(
            address.contains(&page.parse().unwrap()),
            inside,
            "page: {page}"
        );
    }
}

#[test]
fn an_address_is_its_text_in_a_file() {
    let address: CrmAddress = "https://host.example/crm/".parse().unwrap();
    assert_eq!(
        serde_json::to_string(&address).unwrap(),
        "\"https://host.example/crm\""
    );
    assert_eq!(
        serde_json::from_str::<CrmAddress>("\"https://host.example/crm\"").unwrap(),
        address
    );
    for bad in ["\"javascript:alert(1)\"", "\"acme\"", "\"file:///x\"", "7"] {
        assert!(
            serde_json::from_str::<CrmAddress>(bad).is_err(),
            "{bad} is no address"
        );
    }
}

#[test]
fn addresses_of_one_registrable_domain_belong_together() {
    for (a, b, same) in [
        (
            "https://acme.example.com",
            "https://www.example.com:8443/x",
            true,
        ),
        ("https://acme.example.com", "https://example.org", false),
        ("https://acme.co.uk", "https://berry.co.uk", false),
        ("https://acme.github.io", "https://berry.github.io", false),
        ("https://example.com", "https://example.com.evil.org", false),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/x", true),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", false),
        ("http://127.0.0.1", "https://127.0.0.1", true),
        ("http://localhost:1", "http://127.0.0.1:1", false),
        ("http://localhost:1", "http://localhost:1/a", true),
        ("https://co.uk", "https://acme.co.uk", false),
    ] {
        assert_eq!(
            same_site(&a.parse().unwrap(), &b.parse().unwrap()),
            same,
            "{a} and {b}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(typed in "\\PC{0,80}") {
        drop(parse(&typed));
    }

    #[test]
    fn no_text_of_address_letters_makes_it_panic(typed in "[a-zа-я0-9:/.@?#\\[\\]<> -]{0,40}") {
        drop(parse(&typed));
    }

    #[test]
    fn what_it_finds_is_clean_and_is_found_again(
        typed in "(https?://)?([a-z]{1,8}(:[a-z]{1,4})?@)?[a-zа-я0-9.-]{1,20}(:[0-9]{1,5})?(/[a-z%0-9.?=#-]{0,20})?"
    ) {
        for url in parse(&typed).iter().flat_map(Candidate::urls) {
            prop_assert!(matches!(url.scheme(), "http" | "https"));
            prop_assert_eq!((url.username(), url.password()), ("", None));
            prop_assert_eq!((url.query(), url.fragment()), (None, None));
            let again = parse(url.as_str()).unwrap();
            prop_assert_eq!(again.urls(), std::slice::from_ref(url));
            let address = CrmAddress::from_page(url).unwrap();
            prop_assert_eq!(CrmAddress::from_page(address.home()).unwrap(), address.clone());
            prop_assert_eq!(address.as_str().parse::<CrmAddress>().unwrap(), address);
        }
    }
}
