//! Pages as facts, and what they are taken for.

use proptest::prelude::*;

use super::*;
use crate::{DesktopDocument, ProbeFacts, RuleHits, find};

fn home() -> CrmAddress {
    "https://acme.example.com".parse().unwrap()
}

fn page(path: &str) -> PageFacts {
    PageFacts {
        url: format!("https://acme.example.com{path}"),
        status: 200,
        ..PageFacts::default()
    }
}

/// Name and password in one form.
fn login(path: &str) -> PageFacts {
    PageFacts {
        password_fields: 1,
        username_fields: 1,
        username_with_password: true,
        form_fields: 2,
        form_submits: 1,
        links: 5,
        ..page(path)
    }
}

fn work(path: &str) -> PageFacts {
    PageFacts {
        links: 80,
        nav_links: 12,
        sign_out_visible: true,
        ..page(path)
    }
}

fn state(facts: &PageFacts, before: PageState) -> PageState {
    classify(generic(), &home(), facts, before)
}

#[test]
fn a_form_with_name_and_password_is_a_login_whatever_its_address() {
    assert_eq!(state(&login("/"), PageState::Unknown), PageState::Login);
    assert_eq!(state(&login("/login"), PageState::Login), PageState::Login);
}

#[test]
fn a_sign_out_control_means_signed_in() {
    assert_eq!(state(&work("/"), PageState::Unknown), PageState::SignedIn);
    let closed_menu = PageFacts {
        sign_out_hidden: true,
        ..page("/")
    };
    assert_eq!(state(&closed_menu, PageState::Unknown), PageState::SignedIn);
}

#[test]
fn pages_with_passwords_for_those_who_are_signed_in_are_no_login() {
    let change = PageFacts {
        password_fields: 3,
        new_password_fields: 2,
        ..work("/account")
    };
    assert_eq!(state(&change, PageState::SignedIn), PageState::SignedIn);
    let confirm = PageFacts {
        password_fields: 1,
        form_fields: 1,
        ..work("/confirm")
    };
    assert_eq!(state(&confirm, PageState::SignedIn), PageState::SignedIn);
    let sign_up = PageFacts {
        password_fields: 2,
        new_password_fields: 2,
        ..page("/register")
    };
    assert_eq!(state(&sign_up, PageState::Unknown), PageState::Unknown);
}

#[test]
fn a_login_after_work_is_an_expired_session() {
    assert_eq!(
        state(&login("/login"), PageState::SignedIn),
        PageState::Expired
    );
    assert_eq!(
        state(&login("/login"), PageState::Expired),
        PageState::Expired
    );
    // The client signed out itself: it says so by forgetting the state before.
    assert_eq!(
        state(&login("/login"), PageState::Unknown),
        PageState::Login
    );
}

#[test]
fn a_page_that_refuses_after_work_is_an_expired_session() {
    for status in [401, 403, 419, 440] {
        let refused = PageFacts {
            status,
            ..page("/deals")
        };
        assert_eq!(
            state(&refused, PageState::SignedIn),
            PageState::Expired,
            "status {status}"
        );
        assert_eq!(
            state(&refused, PageState::Unknown),
            PageState::Unknown,
            "status {status}"
        );
    }
}

#[test]
fn an_email_first_page_is_a_login_when_its_address_says_so() {
    let first = PageFacts {
        username_fields: 1,
        form_fields: 1,
        form_submits: 1,
        ..page("/login")
    };
    assert_eq!(state(&first, PageState::Unknown), PageState::Login);
    let newsletter = PageFacts {
        url: "https://acme.example.com/news".into(),
        ..first
    };
    assert_eq!(state(&newsletter, PageState::Unknown), PageState::Unknown);
}

#[test]
fn a_sign_in_provider_is_a_login() {
    let provider = PageFacts {
        url: "https://login.microsoftonline.com/x/login".into(),
        username_fields: 1,
        form_fields: 1,
        form_submits: 1,
        ..PageFacts::default()
    };
    assert_eq!(state(&provider, PageState::Unknown), PageState::Login);
}

#[test]
fn a_refusal_by_the_provider_is_seen() {
    let refused = PageFacts {
        url: "https://accounts.google.com/v3/signin/rejected?x=1".into(),
        ..PageFacts::default()
    };
    assert_eq!(state(&refused, PageState::Login), PageState::Refused);
}

#[test]
fn a_bot_check_is_no_login() {
    let check = PageFacts {
        challenge: true,
        ..login("/login")
    };
    assert_eq!(state(&check, PageState::Unknown), PageState::Unknown);
}

#[test]
fn leaving_the_login_counts_when_the_cookies_changed_and_the_page_settled() {
    let open = PageFacts {
        login_free_ms: 3100,
        links: 60,
        ..page("/board")
    };
    let left = Before {
        state: PageState::Login,
        cookies_changed: true,
    };
    let state_of = |facts: &PageFacts, before: Before| classify(generic(), &home(), facts, before);
    assert_eq!(state_of(&open, left), PageState::SignedIn);
    let still = Before {
        cookies_changed: false,
        ..left
    };
    assert_eq!(state_of(&open, still), PageState::Unknown);
    let early = PageFacts {
        login_free_ms: 800,
        ..open.clone()
    };
    assert_eq!(state_of(&early, left), PageState::Unknown);
    let second_step = PageFacts {
        url: "https://acme.example.com/login/code".into(),
        ..open.clone()
    };
    assert_eq!(state_of(&second_step, left), PageState::Unknown);
    let elsewhere = PageFacts {
        url: "https://evil.example/board".into(),
        ..open
    };
    assert_eq!(state_of(&elsewhere, left), PageState::Unknown);
}

#[test]
fn presets_decide_by_their_own_rules() {
    let odoo = find("odoo").unwrap();
    let state = |path: &str| classify(odoo, &home(), &page(path), PageState::Unknown);
    assert_eq!(state("/web/login"), PageState::Login);
    assert_eq!(state("/web"), PageState::SignedIn);
    assert_eq!(
        state("/odoo/crm"),
        PageState::Unknown,
        "an unverified rule alone decides nothing"
    );

    let tryton = find("tryton").unwrap();
    let dialog = PageFacts {
        rules: RuleHits {
            login: vec![true],
            signed_in: vec![true],
            ..RuleHits::default()
        },
        ..page("/")
    };
    assert_eq!(
        classify(tryton, &home(), &dialog, PageState::Unknown),
        PageState::Login
    );
    assert_eq!(
        classify(tryton, &home(), &dialog, PageState::SignedIn),
        PageState::Expired
    );
    let open = PageFacts {
        rules: RuleHits {
            login: vec![false],
            signed_in: vec![true],
            ..RuleHits::default()
        },
        ..page("/")
    };
    assert_eq!(
        classify(tryton, &home(), &open, PageState::Login),
        PageState::SignedIn
    );
}

#[test]
fn the_servers_own_answer_decides_first() {
    let body = serde_json::json!({
        "v": 1, "signed_in": { "probe": "/session" }, "sign_in": { "page": "/sign-in" },
    });
    let from = "https://acme.example.com/.well-known/crm-desktop.json"
        .parse()
        .unwrap();
    let document = DesktopDocument::parse(body.to_string().as_bytes(), &from).unwrap();
    let connector = find("ninefold").unwrap().with_document(document);
    let asked = |facts: PageFacts, status: u16| PageFacts {
        probe: Some(ProbeFacts {
            status,
            ..ProbeFacts::default()
        }),
        ..facts
    };
    let state = |facts: &PageFacts, before: PageState| classify(&connector, &home(), facts, before);
    assert_eq!(
        state(&asked(page("/"), 200), PageState::Unknown),
        PageState::SignedIn
    );
    assert_eq!(
        state(&asked(login("/x"), 200), PageState::SignedIn),
        PageState::SignedIn
    );
    assert_eq!(
        state(&asked(page("/"), 401), PageState::Unknown),
        PageState::Login
    );
    assert_eq!(
        state(&asked(page("/"), 401), PageState::SignedIn),
        PageState::Expired
    );
    assert_eq!(
        state(&asked(login("/"), 0), PageState::Unknown),
        PageState::Login
    );
    assert_eq!(
        state(&page("/sign-in"), PageState::Unknown),
        PageState::Login
    );
}

fn any_facts() -> impl Strategy<Value = PageFacts> {
    let path = prop_oneof![
        Just("/"),
        Just("/login"),
        Just("/web"),
        Just("/deals#/auth"),
        Just("")
    ];
    let small = 0_u32..4;
    (
        path,
        small.clone(),
        small.clone(),
        small,
        any::<[bool; 6]>(),
        any::<u16>(),
        0_u32..100,
    )
        .prop_map(
            |(path, passwords, users, fields, flags, status, links)| PageFacts {
                status,
                password_fields: passwords,
                username_fields: users,
                form_fields: fields,
                links,
                nav_links: links / 4,
                username_with_password: flags[0],
                sign_out_visible: flags[1],
                sign_out_hidden: flags[2],
                challenge: flags[3],
                login_in_dialog: flags[4],
                login_free_ms: if flags[5] { 5000 } else { 0 },
                ..page(path)
            },
        )
}

proptest! {
    #[test]
    fn expired_is_said_only_of_those_who_were_signed_in(facts in any_facts()) {
        for before in [PageState::Unknown, PageState::Login, PageState::Refused] {
            prop_assert_ne!(state(&facts, before), PageState::Expired);
        }
    }

    #[test]
    fn a_page_judged_again_is_judged_the_same(facts in any_facts()) {
        for connector in crate::catalogue() {
            let once = classify(connector, &home(), &facts, PageState::Unknown);
            let again = classify(connector, &home(), &facts, once);
            prop_assert!(
                again == once || (once, again) == (PageState::SignedIn, PageState::Expired),
                "{}: {once:?} then {again:?}", connector.id()
            );
        }
    }
}

#[test]
fn a_sign_out_is_proven_by_the_probe_where_there_is_one() {
    let from = "https://acme.example.com/.well-known/crm-desktop.json"
        .parse()
        .unwrap();
    let body = serde_json::json!({
        "v": 1,
        "sign_in": { "page": "/sign-in" },
        "signed_in": { "probe": "/session", "yes": 200, "no": 401 },
    });
    let document = DesktopDocument::parse(body.to_string().as_bytes(), &from).unwrap();
    let connector = find("ninefold").unwrap().with_document(document);
    let looks_like_it = login("/sign-in");
    let asked = |status: u16| PageFacts {
        probe: Some(ProbeFacts {
            status,
            ..ProbeFacts::default()
        }),
        ..looks_like_it.clone()
    };
    let proves = |connector: &Connector, facts: &PageFacts| {
        let state = classify(connector, &home(), facts, PageState::Unknown);
        proves_sign_out(connector, facts, state)
    };
    // Before the answer, and where it is neither yes nor no, the page's look is no proof.
    assert!(!proves(&connector, &looks_like_it));
    assert!(!proves(&connector, &asked(500)));
    assert!(!proves(&connector, &asked(200)));
    assert!(proves(&connector, &asked(401)));
    assert!(proves(generic(), &looks_like_it));
}
