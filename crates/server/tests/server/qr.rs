//! Sign-in by QR code, as people do it.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    visitor::Visitor,
};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A screen that waits to be let in.
pub(crate) struct Waiting<'a> {
    server: &'a Server,
    pub(crate) browser: Visitor<'a>,
    pub(crate) shown: Value,
}

impl<'a> Waiting<'a> {
    /// For a CRM or, without a name, for whatever there is.
    pub(crate) async fn begin(server: &'a Server, crm: Option<&str>) -> Self {
        Self::at(server, "/sign-in/qr", &json!({ "address": crm }), 300).await
    }

    /// For another browser that goes to a provider.
    pub(crate) async fn for_provider(server: &'a Server, provider_id: &str) -> Self {
        let path = format!("/sign-in/sso/{provider_id}/hand-off");
        Self::at(server, &path, &json!({}), 780).await
    }

    async fn at(server: &'a Server, path: &str, body: &Value, life: u32) -> Self {
        let browser = Visitor::new(server);
        let headers = [("user-agent", FIREFOX)];
        let begun = browser.call(Method::POST, path, Some(body), &headers).await;
        assert_eq!(begun.status, 200, "{begun:?}");
        let shown = begun.json();
        let cookies = begun.headers.get_all("set-cookie").iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().expect("text"));
        let secret = cookies.find(|cookie| cookie.starts_with("qr="));
        let id = shown["request_id"].as_str().expect("an id");
        let bound = format!("HttpOnly; SameSite=Lax; Path=/api/v1/sign-in/qr/{id}; Max-Age={life}");
        assert!(secret.expect("set").ends_with(&bound), "{secret:?}");
        Self {
            server,
            browser,
            shown,
        }
    }

    pub(crate) fn id(&self) -> &str {
        self.shown["request_id"].as_str().expect("an id")
    }

    pub(crate) fn code(&self) -> &str {
        self.shown["user_code"].as_str().expect("a code")
    }

    /// The number on its screen.
    pub(crate) fn number(&self) -> &Value {
        &self.shown["number"]
    }

    /// What it is told when it asks again, two seconds later.
    pub(crate) async fn state(&self) -> Value {
        self.server.clock.turn(Duration::from_secs(2));
        let path = format!("/sign-in/qr/{}", self.id());
        let answer = self.browser.get(&path).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["state"].clone()
    }

    pub(crate) async fn exchange(&self) -> Answer {
        let path = format!("/sign-in/qr/{}/exchange", self.id());
        self.browser.post(&path, &json!({})).await
    }
}

/// A person who is signed in and looks at what was scanned.
pub(crate) struct Approver<'a> {
    pub(crate) browser: Visitor<'a>,
    /// `/portal`, or a CRM.
    pub(crate) at: &'static str,
}

impl<'a> Approver<'a> {
    /// Olena, at the portal.
    pub(crate) async fn at_the_portal(server: &'a Server) -> Self {
        Self {
            browser: Visitor::at_the_portal(server).await,
            at: "/portal",
        }
    }

    /// Olena, in the CRM.
    pub(crate) async fn in_the_crm(server: &'a Server) -> Self {
        let browser = Visitor::new(server);
        let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
        let opened = browser.post("/sign-in", &body).await;
        assert_eq!(opened.status, 200, "{opened:?}");
        browser.take_csrf("/c/acme/session").await;
        let at = "/c/acme";
        Self { browser, at }
    }

    pub(crate) async fn scan(&self, waiting: &Waiting<'_>) -> Answer {
        let path = format!("{}/qr/{}", self.at, waiting.id());
        self.browser.get(&path).await
    }

    pub(crate) async fn type_code(&self, code: &str) -> Answer {
        let path = format!("{}/qr?code={code}", self.at);
        self.browser.get(&path).await
    }

    pub(crate) async fn pick(&self, waiting: &Waiting<'_>, number: &Value) -> Answer {
        let path = format!("{}/qr/{}/approve", self.at, waiting.id());
        let body = json!({ "number": number });
        self.browser.post(&path, &body).await
    }

    pub(crate) async fn deny(&self, waiting: &Waiting<'_>) -> Answer {
        let path = format!("{}/qr/{}/deny", self.at, waiting.id());
        self.browser.post(&path, &json!({})).await
    }

    /// Scans, and picks the right number.
    pub(crate) async fn approve(&self, waiting: &Waiting<'_>) {
        let asked = self.scan(waiting).await;
        assert_eq!(asked.status, 200, "{asked:?}");
        let done = self.pick(waiting, waiting.number()).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{done:?}");
    }
}

pub(crate) fn opens(url: &str) -> Value {
    json!({ "next": "open", "url": url })
}

async fn sessions(visitor: &Visitor<'_>, at: &str) -> Vec<Value> {
    let body = visitor.get(&format!("{at}/sessions")).await.json();
    body["items"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_screen_is_let_into_a_crm_by_its_number() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let waiting = Waiting::begin(server, Some("acme")).await;
    let shown = &waiting.shown;
    let url = format!("{}/qr/{}", server.url, waiting.id());
    assert_eq!(shown["verification_url"], url);
    assert_eq!(
        (&shown["expires_in"], &shown["interval"]),
        (&json!(120), &json!(2))
    );
    assert_eq!(
        (waiting.code().len(), waiting.code().find('-')),
        (9, Some(4))
    );
    assert_eq!(waiting.state().await, "pending");

    let olena = Approver::in_the_crm(server).await;
    let asked = olena.scan(&waiting).await.json();
    assert_eq!(
        (&asked["browser"], &asked["os"], &asked["ip"]),
        (&json!("Firefox"), &json!("Linux"), &json!("127.0.0.1"))
    );
    assert_eq!(asked["crm"]["slug"], "acme");
    let numbers = asked["numbers"].as_array().expect("numbers");
    assert_eq!(numbers.len(), 3);
    assert!(numbers.contains(waiting.number()), "{asked}");
    assert_eq!(
        (
            &asked["other_network"],
            &asked["session_too_new"],
            &asked["wait_s"]
        ),
        (&json!(false), &json!(false), &json!(0))
    );
    assert_eq!(waiting.state().await, "scanned");

    let done = olena.pick(&waiting, waiting.number()).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(waiting.state().await, "approved");
    assert_eq!(waiting.exchange().await.json(), opens("/c/acme/"));
    let own = sessions(&waiting.browser, "/c/acme/me").await;
    let current = own.iter().find(|row| row["is_current"] == true);
    let current = current.expect("listed");
    assert_eq!(
        (&current["method"], &current["assurance"], &current["ip"]),
        (&json!("qr"), &json!("aal1"), &json!("127.0.0.1"))
    );
    let sent = letters.wait(1).await;
    assert_eq!(sent[0].to, "olena@acme.example");
    assert_eq!(sent[0].subject, "Вхід за QR-кодом");

    // Olena proved who she is elsewhere: what is dangerous asks her again here.
    waiting.browser.take_csrf("/c/acme/session").await;
    let code = waiting
        .browser
        .post("/c/acme/me/connect-code", &json!({}))
        .await;
    code.is_problem(403, "step_up_required");
}

#[tokio::test]
async fn a_code_is_typed_at_the_portal_and_opens_a_list() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, None).await;
    let olena = Approver::at_the_portal(&server).await;
    let typed = waiting.code().to_lowercase().replace('-', "%20");
    let asked = olena.type_code(&typed).await;
    assert_eq!(asked.json()["id"], waiting.id(), "{asked:?}");
    assert_eq!(asked.json()["crm"], Value::Null);
    assert_eq!(olena.pick(&waiting, waiting.number()).await.status, 204);

    let list = waiting.exchange().await.json();
    assert_eq!(list["next"], "select");
    let acme = &list["choices"][0];
    assert_eq!(
        (&acme["crm"]["slug"], &list["choices"][1]["id"]),
        (&json!("acme"), &json!("portal"))
    );
    let browser = &waiting.browser;
    let opened = browser.open(acme["id"].as_str().expect("an id")).await;
    assert_eq!(opened.json(), opens("/c/acme/"));
    assert_eq!(browser.open("portal").await.json(), opens("/account"));
    for at in ["/c/acme/me", "/portal"] {
        let own = sessions(browser, at).await;
        let current = own.iter().find(|row| row["is_current"] == true);
        assert_eq!(current.expect("listed")["method"], "qr");
    }
}

#[tokio::test]
async fn who_approves_from_a_crm_opens_that_one() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, None).await;
    let olena = Approver::in_the_crm(&server).await;
    let asked = olena.scan(&waiting).await.json();
    assert_eq!(asked["crm"]["slug"], "acme", "she is told so: {asked}");
    olena.approve(&waiting).await;
    assert_eq!(waiting.exchange().await.json(), opens("/c/acme/"));
}

#[tokio::test]
async fn an_account_lets_its_user_into_the_crm_that_was_named() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    Approver::at_the_portal(&server)
        .await
        .approve(&waiting)
        .await;
    assert_eq!(waiting.exchange().await.json(), opens("/c/acme/"));
    assert_eq!(waiting.browser.get("/portal/me").await.status, 401);
}

#[tokio::test]
async fn the_second_factor_that_was_given_where_it_is_approved_counts() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &olena.browser, "/portal").await;
    let waiting = Waiting::begin(&server, None).await;
    olena.approve(&waiting).await;
    let list = waiting.exchange().await.json();
    assert_eq!(list["choices"][0]["needs_second_factor"], false);
    let acme = list["choices"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(waiting.browser.open(&acme).await.json(), opens("/c/acme/"));
    let own = sessions(&waiting.browser, "/c/acme/me").await;
    let current = own.iter().find(|row| row["is_current"] == true);
    assert_eq!(current.expect("listed")["assurance"], "aal2");

    // A quarter of an hour later the code is asked for again, and not of the waiting screen.
    server.clock.turn(Duration::from_mins(15));
    let next = Waiting::begin(&server, Some("acme")).await;
    olena.scan(&next).await;
    let early = olena.pick(&next, next.number()).await;
    early.is_problem(403, "step_up_required");
    assert_eq!(early.json()["methods"], json!(["totp", "recovery_code"]));
    let code = json!({ "code": app.next_code() });
    assert_eq!(
        olena.browser.post("/portal/step-up", &code).await.status,
        204
    );
    olena.approve(&next).await;
    assert_eq!(next.exchange().await.json(), opens("/c/acme/"));
}

#[tokio::test]
async fn not_me_leaves_the_screen_outside() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    let olena = Approver::in_the_crm(&server).await;
    olena.scan(&waiting).await;
    assert_eq!(olena.deny(&waiting).await.status, 204);
    assert_eq!(waiting.state().await, "denied");
    waiting.exchange().await.is_problem(401, "qr_denied");
    for answer in [
        olena.scan(&waiting).await,
        olena.pick(&waiting, waiting.number()).await,
        olena.deny(&waiting).await,
    ] {
        answer.is_problem(401, "qr_denied");
    }
}

#[tokio::test]
async fn a_qr_code_leads_to_where_the_browser_is_signed_in() {
    let (server, _) = Server::set_up().await;
    let named = Waiting::begin(&server, Some("acme")).await;
    let open = Waiting::begin(&server, None).await;
    let portal = Approver::at_the_portal(&server).await.browser.cookies();
    let crm = Approver::in_the_crm(&server).await.browser.cookies();
    let (acme, any) = (named.id(), open.id());
    for (id, cookies, page) in [
        (acme, crm.as_str(), format!("/c/acme/qr/{acme}")),
        (acme, portal.as_str(), format!("/account/qr/{acme}")),
        (
            acme,
            "",
            format!("/c/acme/sign-in?return=/c/acme/qr/{acme}"),
        ),
        (any, crm.as_str(), format!("/c/acme/qr/{any}")),
        (any, portal.as_str(), format!("/account/qr/{any}")),
        (any, "", format!("/sign-in?return=/qr/{any}")),
    ] {
        let answer = server.get_with(&format!("/qr/{id}"), cookies).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, page.as_str())
        );
        if !cookies.is_empty() {
            assert_eq!(server.get_with(&page, cookies).await.status, 200, "{page}");
        }
    }
    for odd in [
        "x",
        "%0d%0aSet-Cookie:%20a=b",
        "00000000-0000-7000-8000-00000000000%2f",
    ] {
        assert_eq!(server.get(&format!("/qr/{odd}")).await.status, 404, "{odd}");
    }
}
