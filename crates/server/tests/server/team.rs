//! Two people of one CRM, which uses a provider of single sign-on.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    provider::{Browser, Provider},
    visitor::Visitor,
};

pub(crate) const PROVIDERS: &str = "/c/acme/sso-providers";
pub(crate) const LINKS: &str = "/c/acme/me/identity-links";

/// Olena, who owns the CRM, lately proved.
pub(crate) async fn olena(server: &Server) -> Visitor<'_> {
    with_password(server, "olena").await
}

/// Somebody who has signed in with the password.
pub(crate) async fn with_password<'a>(server: &'a Server, login: &str) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let answer = by_password(&visitor, login, PASSWORD).await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

/// Olena in her CRM, with the factor of her account.
pub(crate) async fn by_two<'a>(server: &'a Server, app: &Authenticator<'_>) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let asked = by_password(&visitor, "olena", PASSWORD).await.json();
    let body = json!({ "ticket": asked["ticket"], "code": app.next_code() });
    let entered = visitor.post("/sign-in/second-factor", &body).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

pub(crate) async fn by_password(visitor: &Visitor<'_>, login: &str, password: &str) -> Answer {
    let body = json!({ "address": "acme", "login": login, "password": password });
    visitor.post("/sign-in", &body).await
}

/// Ihor, who is a member with a password of his own.
pub(crate) async fn ihor<'a>(letters: &'a Letters, olena: &Visitor<'_>) -> Visitor<'a> {
    let body = json!({ "emails": ["ihor@acme.example"], "role": "member" });
    assert_eq!(olena.post("/c/acme/invitations", &body).await.status, 200);
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let ihor = Visitor::new(&letters.server);
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "last_name": "Bondar", "password": PASSWORD,
    });
    assert_eq!(ihor.post("/invitations/accept", &body).await.status, 200);
    ihor.take_csrf("/c/acme/session").await;
    ihor
}

/// What an admin fills in about a provider, with changes.
pub(crate) fn provider_body(issuer: &str, changes: &Value) -> Value {
    let mut body = json!({
        "issuer": issuer, "client_id": "ninefold", "client_secret": "a secret + of & ours%",
        "label": "Acme sign-on", "enabled": true,
    });
    let all = body.as_object_mut().expect("an object");
    all.extend(changes.as_object().expect("an object").clone());
    body
}

/// Adds the provider to the CRM; returns its id.
pub(crate) async fn add(olena: &Visitor<'_>, provider: &Provider, changes: &Value) -> String {
    let body = provider_body(&provider.issuer, changes);
    let answer = olena.post(PROVIDERS, &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    id(&answer.json())
}

/// Changes it.
pub(crate) async fn change(
    olena: &Visitor<'_>,
    provider: &Provider,
    id: &str,
    changes: &Value,
) -> Answer {
    let listed = olena.get(PROVIDERS).await.json();
    let items = listed["items"].as_array().expect("a list");
    let present = items.iter().find(|item| item["id"] == *id).expect("there");
    let version = format!("\"v{}\"", present["version"]);
    let mut body = provider_body(
        &provider.issuer,
        &json!({ "client_id": present["client_id"] }),
    );
    let all = body.as_object_mut().expect("an object");
    all.extend(changes.as_object().expect("an object").clone());
    let headers = [("if-match", version.as_str())];
    let path = format!("{PROVIDERS}/{id}");
    olena.call(Method::PUT, &path, Some(&body), &headers).await
}

pub(crate) fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// The page that an answer sends the browser to.
#[track_caller]
pub(crate) fn url(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["url"].as_str().expect("a URL").to_owned()
}

/// Where somebody is sent who comes back from the provider as this person.
pub(crate) async fn sign_in(
    visitor: &Visitor<'_>,
    browser: &Browser,
    id: &str,
    who: &str,
) -> Answer {
    let start = format!("/sign-in/sso/{id}/start");
    let answer = visitor.post(&start, &json!({})).await;
    let path = browser.sign_in(&url(&answer), who).await;
    visitor.come_to(&path).await
}

/// Lets the provider recognise somebody from now on.
pub(crate) async fn connect(
    visitor: &Visitor<'_>,
    browser: &Browser,
    id: &str,
    who: &str,
) -> Answer {
    let answer = visitor.post(LINKS, &json!({ "provider_id": id })).await;
    let path = browser.sign_in(&url(&answer), who).await;
    visitor.come_to(&path).await
}

/// Checks that somebody is sent back with nothing but a reason.
#[track_caller]
pub(crate) fn is_refused(answer: &Answer, page: &str, code: &str) {
    assert_eq!(answer.status, 303, "{answer:?}");
    let reference = answer.header("x-request-id");
    let expected = format!("{page}?error={code}&reference={reference}");
    assert_eq!(answer.header("location"), expected, "{answer:?}");
    assert!(!answer.headers.contains_key("set-cookie"), "{answer:?}");
}

/// Checks that somebody is led on there.
#[track_caller]
pub(crate) fn is_led_to(answer: &Answer, page: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, page),
        "{answer:?}"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}
