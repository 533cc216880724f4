//! Single sign-on by way of another browser, with a real provider.

use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, Server},
    letters::Letters,
    provider::{Browser, Provider},
    qr::{Waiting, opens},
    team::{add, connect, id, ihor, is_led_to, is_refused, olena, url},
    visitor::Visitor,
};

const HOME: &str = "/c/acme/";

pub(crate) fn people() -> Value {
    json!({
        "1001": { "email": "ihor@acme.example", "email_verified": true, "name": "Ihor Bondar" },
        "1002": { "email": "ihor@acme.example", "email_verified": true, "amr": ["pwd", "otp"] },
    })
}

/// The browser that goes to a provider in a window's place.
pub(crate) struct Messenger<'a> {
    server: &'a Server,
    pub(crate) browser: Visitor<'a>,
    /// Of the window.
    id: String,
    ticket: String,
}

impl<'a> Messenger<'a> {
    /// One that was handed what this window shows.
    pub(crate) fn of(server: &'a Server, window: &Waiting<'_>) -> Self {
        Self {
            server,
            browser: Visitor::new(server),
            id: window.id().to_owned(),
            ticket: String::new(),
        }
    }

    pub(crate) fn page(&self) -> String {
        format!("/hand-off/{}", self.id)
    }

    /// Leaves for the provider.
    pub(crate) async fn leave(&self) -> Answer {
        self.post("start", &json!({})).await
    }

    /// Goes to the provider as this person: where that leads.
    pub(crate) async fn go(&self, who: &str) -> Answer {
        let left = self.leave().await;
        let path = Browser::from(self.server).sign_in(&url(&left), who).await;
        self.browser.come_to(&path).await
    }

    /// The same, recognised.
    pub(crate) async fn come_back(&mut self, who: &str) {
        let back = self.go(who).await;
        assert!(!back.headers.contains_key("set-cookie"), "{back:?}");
        let page = format!("{}#ticket=", self.page());
        let ticket = back.header("location").strip_prefix(&page);
        ticket.expect("a ticket").clone_into(&mut self.ticket);
        is_led_to(&back, &format!("{page}{}", self.ticket));
    }

    pub(crate) fn ticket(&self) -> Value {
        json!({ "ticket": self.ticket })
    }

    pub(crate) async fn look_up(&self) -> Answer {
        self.post("look-up", &self.ticket()).await
    }

    pub(crate) async fn pick(&self, number: &Value) -> Answer {
        let body = json!({ "ticket": self.ticket, "number": number });
        self.post("approve", &body).await
    }

    pub(crate) async fn deny(&self) -> Answer {
        self.post("deny", &self.ticket()).await
    }

    async fn post(&self, what: &str, body: &Value) -> Answer {
        let path = format!("/sign-in/hand-off/{}/{what}", self.id);
        self.browser.post(&path, body).await
    }
}

/// The provider of Acme, which knows Ihor as `1001`.
pub(crate) async fn with_ihor(letters: &Letters) -> (Provider, String) {
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let connected = connect(&ihor, &Browser::from(server), &id, "1001").await;
    is_led_to(&connected, HOME);
    (provider, id)
}

/// A server with a provider of the operator's, which knows Olena as `1` but hasn't recognised her yet, and its id.
pub(crate) async fn with_operators_provider() -> (Letters, Provider, String) {
    let mut provider = Provider::start().await;
    let letters = Letters::with_provider(provider.for_accounts()).await;
    let server = &letters.server;
    let people = json!({ "1": { "email": "olena@acme.example", "email_verified": true } });
    provider.tell(server, people, &[]).await;
    let offers = server.get("/api/v1/sign-in/sso").await.json();
    let id = id(&offers["items"][0]);
    (letters, provider, id)
}

/// A window, and the browser that has come back in its place as Ihor.
pub(crate) async fn recognised<'a>(
    server: &'a Server,
    provider_id: &str,
) -> (Waiting<'a>, Messenger<'a>) {
    recognised_as(server, provider_id, "1001").await
}

/// The same as anybody.
pub(crate) async fn recognised_as<'a>(
    server: &'a Server,
    provider_id: &str,
    who: &str,
) -> (Waiting<'a>, Messenger<'a>) {
    let window = Waiting::for_provider(server, provider_id).await;
    let mut messenger = Messenger::of(server, &window);
    messenger.come_back(who).await;
    (window, messenger)
}

#[tokio::test]
async fn the_window_is_signed_in_and_the_browser_that_went_is_not() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let window = Waiting::for_provider(server, &provider_id).await;
    let mut messenger = Messenger::of(server, &window);
    let (shown, page) = (&window.shown, messenger.page());
    assert_eq!(shown["verification_url"], format!("{}{page}", server.url));
    assert_eq!(
        (&shown["expires_in"], &shown["interval"]),
        (&json!(600), &json!(2))
    );
    assert_eq!(shown["offer"]["label"], "Acme sign-on");
    assert!(shown.get("user_code").is_none(), "there is none to type");
    assert_eq!(window.state().await, "pending");
    window.exchange().await.is_problem(400, "slow_down");

    let document = server.get("/.well-known/crm-desktop.json?crm=acme").await;
    let document = document.json();
    assert_eq!(document["sign_in"]["browser_handoff"], true);
    let scope = document["scope"].as_array().expect("paths");
    let mut scope = scope.iter().filter_map(Value::as_str);
    assert!(scope.all(|path| !page.starts_with(path)), "a window's own");
    assert_eq!(server.get(&page).await.status, 200);
    let told = messenger
        .browser
        .get(&format!("/sign-in/hand-off/{}", window.id()))
        .await;
    assert_eq!(told.json(), shown["offer"], "{told:?}");
    messenger.come_back("1001").await;
    assert_eq!(window.state().await, "scanned");
    window.exchange().await.is_problem(400, "slow_down");
    let asked = messenger.look_up().await.json();
    assert_eq!(
        (&asked["browser"], &asked["os"], &asked["ip"]),
        (&json!("Firefox"), &json!("Linux"), &json!("127.0.0.1"))
    );
    assert_eq!(asked["crm"]["slug"], "acme");
    let numbers = asked["numbers"].as_array().expect("numbers");
    assert!(numbers.contains(window.number()), "{asked}");

    let done = messenger.pick(window.number()).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(window.state().await, "approved");
    assert_eq!(window.exchange().await.json(), opens(HOME));
    window.exchange().await.is_problem(400, "ticket_invalid");
    let sessions = window.browser.get("/c/acme/me/sessions").await.json();
    let items = sessions["items"].as_array().expect("a list");
    let current = items.iter().find(|item| item["is_current"] == true);
    assert_eq!(current.expect("this one")["method"], "sso");
    let session = messenger.browser.get("/c/acme/session").await;
    session.is_problem(401, "unauthenticated");

    let log = olena(server).await.get("/c/acme/audit").await.json();
    let kinds: Vec<_> = log["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .filter(|kind| kind.starts_with("sso.hand_off") || *kind == "sso.sign_in")
        .collect();
    assert_eq!(
        kinds,
        [
            "sso.sign_in",
            "sso.hand_off_approved",
            "sso.hand_off_requested"
        ]
    );
}

#[tokio::test]
async fn the_second_factor_is_asked_for_in_the_window() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let ihor = crate::team::with_password(server, "ihor").await;
    let (app, _) = Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    let (window, messenger) = recognised(server, &provider_id).await;
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    let asked = window.exchange().await.json();
    assert_eq!(asked["next"], "second_factor", "{asked}");
    assert_eq!(window.browser.get("/c/acme/session").await.status, 401);
    let code = json!({ "ticket": asked["ticket"], "code": app.next_code() });
    let elsewhere = messenger.browser.post("/sign-in/second-factor", &code);
    elsewhere.await.is_problem(400, "ticket_invalid");
    let opened = window.browser.post("/sign-in/second-factor", &code).await;
    assert_eq!(opened.json(), opens(HOME));
}

#[tokio::test]
async fn whoever_is_nobody_here_may_be_somebody_else_there() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let window = Waiting::for_provider(server, &provider_id).await;
    let mut messenger = Messenger::of(server, &window);
    let page = messenger.page();
    is_refused(&messenger.go("1002").await, &page, "sso_no_user");
    is_refused(&messenger.go("").await, &page, "sso_failed");
    assert_eq!(window.state().await, "pending");
    let path = format!("/sign-in/hand-off/{}/start", window.id());
    let anew = json!({ "anew": true });
    let left = messenger.browser.post(&path, &anew).await;
    assert!(url(&left).contains("prompt=login"));
    messenger.come_back("1001").await;
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    assert_eq!(window.exchange().await.json(), opens(HOME));
}

#[tokio::test]
async fn the_operators_provider_signs_a_window_in_at_the_portal() {
    let (letters, _provider, provider_id) = with_operators_provider().await;
    let server = &letters.server;
    let (window, messenger) = recognised_as(server, &provider_id, "1").await;
    assert_eq!(messenger.look_up().await.json()["crm"], Value::Null);
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    assert_eq!(window.exchange().await.json(), opens("/account"));
    let me = window.browser.get("/portal/me").await.json();
    assert_eq!(me["account"]["email"], "olena@acme.example");
    assert_eq!(messenger.browser.get("/portal/me").await.status, 401);
}
