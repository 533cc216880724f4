//! What the scripts see, and what follows from it.

use std::sync::LazyLock;

use connectors::{
    Before, Connector, DesktopDocument, PageFacts, PageState, classify, device_script,
    device_token_in, find, generic, probe_script, profile, sign_out, step_script, unread,
    watch_script,
};
use domain::CrmAddress;
use serde_json::{Value, json};

use crate::browser::{Played, Scene, Stage};

/// Page, connector, and the state that it shows to somebody of whom nothing is known.
const PAGES: &[(&str, &str, &str, PageState)] = &[
    ("login", "/login", "generic", PageState::Login),
    (
        "first step",
        "/first_step#/sign-in",
        "generic",
        PageState::Login,
    ),
    ("newsletter", "/first_step", "generic", PageState::Unknown),
    ("work", "/work", "generic", PageState::SignedIn),
    (
        "closed menu",
        "/closed_menu",
        "generic",
        PageState::SignedIn,
    ),
    (
        "change password",
        "/change_password",
        "generic",
        PageState::SignedIn,
    ),
    (
        "mail about logging out",
        "/mail_about_logging_out",
        "generic",
        PageState::Unknown,
    ),
    ("shadow", "/shadow", "generic", PageState::Login),
    ("tryton", "/tryton", "tryton", PageState::Login),
    ("tryton open", "/tryton_open", "tryton", PageState::SignedIn),
    ("redmine", "/redmine", "redmine", PageState::SignedIn),
    ("frappe", "/frappe", "frappe", PageState::SignedIn),
    (
        "frappe guest",
        "/frappe_guest",
        "frappe",
        PageState::Unknown,
    ),
    ("espocrm", "/espocrm", "espocrm", PageState::Login),
    (
        "espocrm open",
        "/espocrm_open",
        "espocrm",
        PageState::SignedIn,
    ),
    ("hostile", "/hostile", "generic", PageState::SignedIn),
];

fn ninefold(origin: &str) -> Connector {
    let from = format!("{origin}/.well-known/crm-desktop.json")
        .parse()
        .unwrap();
    let body = json!({
        "v": 1, "sign_in": { "page": "/login" },
        "signed_in": { "probe": "/api/session", "pointers": {
            "name": "/user/display_name", "email": "/user/email", "csrf": "/csrf" } },
        "sign_out": { "method": "POST", "url": "/api/sign-out", "csrf_header": "X-CSRF-Token" },
        "device": { "register": "/api/devices", "revoke": "/api/devices/current" },
    });
    let document = DesktopDocument::parse(body.to_string().as_bytes(), &from).unwrap();
    find("ninefold").unwrap().with_document(document)
}

/// Runs the steps of a plan until one has found what it needs, then tells the page's title.
fn leaving(connector: &Connector, home: &CrmAddress) -> String {
    let steps = sign_out(connector, home).steps;
    let scripts: Vec<String> = steps.iter().filter_map(step_script).collect();
    format!(
        "(async () => {{ let worked = -1; const steps = {}; \
         for (let i = 0; i < steps.length && worked < 0; i += 1) if (eval(steps[i])) worked = i; \
         await new Promise((done) => setTimeout(done, 1500)); \
         return [worked, document.title.slice(0, 10)]; }})()",
        serde_json::to_string(&scripts).unwrap()
    )
}

/// Collects what the watching script posts while something happens to the page.
fn watching(connector: &Connector, home: &CrmAddress, happening: &str) -> String {
    format!(
        "(async () => {{ const told = []; const later = (ms) => new Promise((d) => setTimeout(d, ms)); \
         window.webkit = {{ messageHandlers: {{ state: {{ postMessage: (m) => {{ told.push(JSON.parse(m)); }} }} }} }}; \
         {}\n {happening}\n return told; }})()",
        watch_script(connector, home, "state")
    )
}

/// Registers the client, and tells what the script posts.
fn registering(connector: &Connector, origin: &str) -> String {
    let page = format!("{origin}/work").parse().unwrap();
    let script = device_script(connector, &page, "Ninefold on thinkpad", "state");
    format!(
        "new Promise((done) => {{ \
         window.webkit = {{ messageHandlers: {{ state: {{ postMessage: done }} }} }}; {} }})",
        script.unwrap()
    )
}

static PLAYED: LazyLock<Played> = LazyLock::new(|| {
    let stage = Stage::open();
    let home: CrmAddress = stage.origin.parse().unwrap();
    let mut scenes: Vec<Scene> = PAGES
        .iter()
        .map(|&(name, path, id, _)| Scene {
            name,
            path,
            script: probe_script(find(id).unwrap(), &home),
        })
        .collect();
    let ninefold = ninefold(&stage.origin);
    let quiet = "await later(400); const before = told.length; await later(20000); \
                 told.push({ title: `${told.length - before} later` });";
    let growing = "await later(400); document.title = '(5) Deals'; await later(1000); \
                   history.pushState(null, '', '/work/next'); document.body.append('x'); await later(1000);";
    let leaves =
        "await later(400); document.body.innerHTML = '<main>Open</main>'; await later(5000);";
    for (name, path, script) in [
        ("leave by form", "/hostile", leaving(generic(), &home)),
        ("leave by menu", "/closed_menu", leaving(generic(), &home)),
        (
            "leave redmine",
            "/redmine",
            leaving(find("redmine").unwrap(), &home),
        ),
        ("leave nowhere", "/login", leaving(generic(), &home)),
        ("leave ninefold", "/work", leaving(&ninefold, &home)),
        ("register", "/work", registering(&ninefold, &stage.origin)),
        (
            "watch a quiet page",
            "/work",
            watching(generic(), &home, quiet),
        ),
        (
            "watch a growing page",
            "/work",
            watching(generic(), &home, growing),
        ),
        (
            "watch a login that ends",
            "/login",
            watching(generic(), &home, leaves),
        ),
        (
            "watch ninefold",
            "/work",
            watching(&ninefold, &home, "await later(1000);"),
        ),
        ("watch espocrm's login", "/espocrm", {
            watching(find("espocrm").unwrap(), &home, "await later(1000);")
        }),
    ] {
        scenes.push(Scene { name, path, script });
    }
    stage.play(&scenes)
});

fn value(name: &str) -> &'static Value {
    &PLAYED.values[name]
}

fn facts(name: &str) -> PageFacts {
    PageFacts::from_json(&value(name).to_string())
        .unwrap_or_else(|error| panic!("{name}: {error}: {}", value(name)))
}

/// The origin that the pages were seen at.
fn home(facts: &PageFacts) -> CrmAddress {
    let url: url::Url = facts.url.parse().unwrap();
    url.origin().ascii_serialization().parse().unwrap()
}

fn state(name: &str, id: &str) -> PageState {
    let facts = facts(name);
    classify(find(id).unwrap(), &home(&facts), &facts, PageState::Unknown)
}

#[test]
fn pages_are_taken_for_what_they_are() {
    for &(name, _, id, expected) in PAGES {
        assert_eq!(state(name, id), expected, "{name}: {:#?}", facts(name));
    }
}

#[test]
fn only_what_can_be_seen_counts() {
    let facts = facts("login");
    assert_eq!((facts.password_fields, facts.username_fields), (1, 1));
    assert!(facts.username_with_password);
    assert_eq!((facts.form_submits, facts.links), (1, 1));
}

#[test]
fn the_place_of_the_form_is_told() {
    let facts = facts("login");
    let form = facts.login_form.unwrap();
    assert!(
        form.width > 50.0 && form.height > 10.0 && form.x >= 0.0,
        "{form:?}"
    );
    assert!(
        form.x + form.width <= facts.viewport.width,
        "{form:?} in {:?}",
        facts.viewport
    );
    assert_eq!(self::facts("work").login_form, None);
}

#[test]
fn the_person_is_read_from_where_each_crm_shows_it() {
    for (name, id, person, email) in [
        (
            "work",
            "generic",
            Some("Olena Koval"),
            Some("olena@acme.example"),
        ),
        (
            "closed menu",
            "generic",
            Some("Olena Koval"),
            Some("olena@acme.example"),
        ),
        (
            "frappe",
            "frappe",
            Some("Olena Koval"),
            Some("olena@acme.example"),
        ),
        ("redmine", "redmine", Some("admin"), None),
        ("tryton open", "tryton", Some("Administrator"), None),
    ] {
        let found = profile(find(id).unwrap(), &facts(name)).unwrap_or_default();
        assert_eq!(found.name.as_deref(), person, "{name}");
        assert_eq!(found.email.as_deref(), email, "{name}");
    }
    let photo = profile(generic(), &facts("work"))
        .unwrap()
        .avatar_url
        .unwrap();
    assert_eq!(photo.path(), "/photo.png");
}

#[test]
fn counts_are_read_from_the_title_or_the_page() {
    for (name, id, expected) in [
        ("work", "generic", "4"),
        ("tryton open", "tryton", "9+"),
        ("espocrm open", "espocrm", "2"),
        ("hostile", "generic", "3"),
    ] {
        let count = unread(find(id).unwrap(), &facts(name), PageState::SignedIn);
        assert_eq!(count.unwrap().to_string(), expected, "{name}");
    }
}

#[test]
fn a_page_signs_out_by_its_own_form_link_or_menu() {
    let worked = |name: &str| value(name)[0].as_i64().unwrap();
    assert_eq!(value("leave by form"), "gone");
    assert!(
        PLAYED
            .requests
            .iter()
            .any(|line| line.starts_with("POST /logout") && line.contains("token=t-1"))
    );
    assert_eq!(
        (worked("leave by menu"), value("leave by menu")[1].as_str()),
        (1, Some("left"))
    );
    assert_eq!(
        (worked("leave redmine"), value("leave redmine")[1].as_str()),
        (0, Some("posted"))
    );
    assert_eq!(worked("leave nowhere"), -1);
}

#[test]
fn a_ninefold_service_is_signed_out_with_its_own_token() {
    let sent = |line: &String| line.starts_with("POST /api/sign-out HTTP/1.1 c-1");
    assert!(PLAYED.requests.iter().any(sent), "{:#?}", PLAYED.requests);
}

#[test]
fn a_client_is_registered_in_the_pages_session_and_gets_its_token() {
    let token = device_token_in(value("register").as_str().unwrap());
    // EXPOSE: the test checks the token itself.
    assert_eq!(token.unwrap().expose(), "t-1");
    let body = json!({ "name": "Ninefold on thinkpad", "platform": std::env::consts::OS });
    let sent = format!("POST /api/devices HTTP/1.1 c-1 {body}");
    assert!(PLAYED.requests.contains(&sent), "{:#?}", PLAYED.requests);
}

fn told(name: &str) -> Vec<PageFacts> {
    let list = value(name)
        .as_array()
        .unwrap_or_else(|| panic!("{name}: {}", value(name)));
    list.iter()
        .map(|facts| PageFacts::from_json(&facts.to_string()).unwrap())
        .collect()
}

#[test]
fn a_page_that_rests_is_left_alone() {
    let told = told("watch a quiet page");
    // At once, and when it has settled without a login form.
    assert_eq!(told.first().unwrap().title, "(4) Deals - Acme");
    let after: u32 = told
        .last()
        .unwrap()
        .title
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(after <= 1, "{after} messages in 20 s without a change");
}

#[test]
fn a_page_that_changes_is_looked_at_again() {
    let told = told("watch a growing page");
    assert!(told.iter().any(|facts| facts.title == "(5) Deals"));
    assert!(
        told.last().unwrap().url.ends_with("/work/next"),
        "{}",
        told.last().unwrap().url
    );
}

#[test]
fn a_login_that_ends_is_told_once_it_has_settled() {
    let told = told("watch a login that ends");
    assert_eq!(told.first().unwrap().password_fields, 1);
    let last = told.last().unwrap();
    assert!(last.login_free_ms >= 3000 && last.password_fields == 0);
    let elsewhere = PageFacts {
        url: last.url.replace("/login", "/board"),
        ..last.clone()
    };
    let before = Before {
        state: PageState::Login,
        cookies_changed: true,
    };
    assert_eq!(
        classify(generic(), &home(last), &elsewhere, before),
        PageState::SignedIn
    );
}

#[test]
fn the_servers_answer_about_the_person_is_told_too() {
    let told = told("watch ninefold");
    let last = told.last().unwrap();
    assert_eq!(last.probe.as_ref().unwrap().status, 200);
    let connector = ninefold(home(last).as_str());
    let found = profile(&connector, last).unwrap();
    assert_eq!(found.email.as_deref(), Some("olena@acme.example"));
}

#[test]
fn a_crm_that_answers_strangers_with_a_dialog_is_not_asked_on_its_login_page() {
    assert!(
        told("watch espocrm's login")
            .iter()
            .all(|facts| facts.probe.is_none())
    );
    assert!(!PLAYED.requests.iter().any(|line| line.contains("App/user")));
}
