//! What passkeys must not open.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    security_key::{SecurityKey, start},
    team::{by_password, ihor, olena},
    visitor::Visitor,
};

const ME: &str = "/c/acme/me";

#[track_caller]
fn is_refused(answer: &Answer) {
    answer.is_problem(401, "passkey_refused");
    let mut cookies = answer.headers.get_all("set-cookie").iter();
    assert!(cookies.all(|cookie| cookie.as_bytes().starts_with(b"dev=")));
}

/// Olena's second CRM, signed in to it.
async fn berry<'a>(server: &'a Server, holder: &Visitor<'_>) -> Visitor<'a> {
    let body = json!({ "name": "Berry" });
    let once = [("idempotency-key", "berry")];
    let made = holder
        .call(Method::POST, "/portal/crms", Some(&body), &once)
        .await;
    assert_eq!(made.status, 200, "{made:?}");
    let visitor = Visitor::new(server);
    let body = json!({ "address": "berry", "login": "olena@acme.example", "password": PASSWORD });
    assert_eq!(visitor.post("/sign-in", &body).await.json()["next"], "open");
    visitor.take_csrf("/c/berry/session").await;
    visitor
}

#[tokio::test]
async fn a_crm_takes_passkeys_of_its_own_users_alone() {
    let server = Server::named(None).await;
    let (user, holder) = (olena(&server).await, Visitor::at_the_portal(&server).await);
    let berry = berry(&server, &holder).await;
    let (of_acme, _) = SecurityKey::added(&server.url, &user, ME).await;
    let (of_berry, _) = SecurityKey::added(&server.url, &berry, "/c/berry/me").await;
    let (of_account, _) = SecurityKey::added(&server.url, &holder, "/portal").await;
    // The same person has all three.
    for (key, address) in [
        (&of_acme, "berry"),
        (&of_berry, "acme"),
        (&of_account, "acme"),
        (&of_account, "berry"),
    ] {
        is_refused(&key.sign_in(&Visitor::new(&server), Some(address)).await);
    }
    let unknown = SecurityKey::at(&server.url);
    unknown.manners.borrow_mut().handle = Some("AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    let visitor = Visitor::new(&server);
    is_refused(&unknown.sign_in(&visitor, Some("acme")).await);
    is_refused(&unknown.sign_in(&visitor, None).await);
    // Nor is one of them proof in a session of another CRM.
    let asked = user
        .post(&format!("{ME}/step-up/passkey/start"), &json!({}))
        .await
        .json();
    is_refused(
        &user
            .post(&format!("{ME}/step-up/passkey"), &of_berry.body(&asked))
            .await,
    );
    assert_eq!(
        of_acme
            .sign_in(&Visitor::new(&server), Some("acme"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_answer_is_good_once_and_soon_and_in_its_browser() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    let invalid = |answer: Answer| answer.is_problem(400, "ticket_invalid");
    let visitor = Visitor::new(&server);
    let asked = start(&visitor, Some("acme")).await;
    let body = key.body(&asked);
    let stranger = Visitor::new(&server);
    start(&stranger, Some("acme")).await;
    invalid(stranger.post("/sign-in/passkey", &body).await);
    assert_eq!(visitor.post("/sign-in/passkey", &body).await.status, 200);
    invalid(visitor.post("/sign-in/passkey", &body).await);
    // What was signed once is no answer to another challenge.
    let other = start(&visitor, Some("acme")).await;
    let replayed = json!({ "ticket": other["ticket"], "credential": body["credential"] });
    is_refused(&visitor.post("/sign-in/passkey", &replayed).await);
    // And a wrong answer has used that one up.
    invalid(visitor.post("/sign-in/passkey", &key.body(&other)).await);
    let late = start(&visitor, Some("acme")).await;
    server.clock.turn(Duration::from_mins(5));
    invalid(visitor.post("/sign-in/passkey", &key.body(&late)).await);
}

#[tokio::test]
async fn one_answer_opens_one_session() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    let visitor = Visitor::new(&server);
    let body = key.body(&start(&visitor, Some("acme")).await);
    let path = "/sign-in/passkey";
    let (a, b) = tokio::join!(visitor.post(path, &body), visitor.post(path, &body));
    let opened = [&a, &b]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!(opened, 1, "{a:?} {b:?}");
}

#[tokio::test]
async fn an_answer_counts_where_it_was_asked_for() {
    let server = Server::named(None).await;
    let (user, second) = (olena(&server).await, olena(&server).await);
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    let step_up = format!("{ME}/step-up/passkey");
    let begin = format!("{step_up}/start");
    let invalid = |answer: Answer| answer.is_problem(400, "ticket_invalid");
    let asked = user.post(&begin, &json!({})).await.json();
    invalid(second.post(&step_up, &key.body(&asked)).await);
    invalid(user.post("/sign-in/passkey", &key.body(&asked)).await);
    let asked = start(&user, Some("acme")).await;
    invalid(user.post(&step_up, &key.body(&asked)).await);
    let asked = user
        .post(&format!("{ME}/passkeys/start"), &json!({}))
        .await
        .json();
    invalid(
        user.post(
            &step_up,
            &json!({ "ticket": asked["ticket"], "credential": {} }),
        )
        .await,
    );
    let made = SecurityKey::at(&server.url).make(&asked["options"]);
    let body = json!({ "ticket": asked["ticket"], "credential": made });
    invalid(second.post(&format!("{ME}/passkeys"), &body).await);
    assert_eq!(
        user.post(&format!("{ME}/passkeys"), &body).await.status,
        201
    );
    invalid(user.post(&format!("{ME}/passkeys"), &body).await);
}

#[tokio::test]
async fn an_authenticator_and_its_browser_must_behave() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    let port = server.url.rsplit(':').next().expect("a port").to_owned();
    let well = key.manners.borrow().clone();
    let visitor = Visitor::new(&server);
    let origins = [
        "https://evil.example".to_owned(),
        format!("https://localhost:{port}"),
        format!("http://crm.localhost:{port}"),
        "http://localhost:1".to_owned(),
    ];
    for origin in origins {
        key.manners.borrow_mut().origin = origin;
        is_refused(&key.sign_in(&visitor, Some("acme")).await);
        // Nor is one made there.
        is_refused(&key.add(&user, ME).await);
    }
    *key.manners.borrow_mut() = well.clone();
    for handle in ["", "AAAAAAAAAAAAAAAAAAAAAA"] {
        key.manners.borrow_mut().handle = Some(handle.to_owned());
        is_refused(&key.sign_in(&visitor, Some("acme")).await);
    }
    *key.manners.borrow_mut() = well.clone();
    key.manners.borrow_mut().verifies = false;
    is_refused(&key.sign_in(&visitor, Some("acme")).await);
    is_refused(&unverified(&server).add(&user, ME).await);
    *key.manners.borrow_mut() = well.clone();
    assert_eq!(key.sign_in(&visitor, Some("acme")).await.status, 200);
    // A copy of it has counted less far.
    key.manners.borrow_mut().count = Some(2);
    is_refused(&key.sign_in(&visitor, Some("acme")).await);
    for credential in [json!({}), json!([]), json!("text"), json!({ "id": 7 })] {
        let asked = start(&visitor, None).await;
        let body = json!({ "ticket": asked["ticket"], "credential": credential });
        is_refused(&visitor.post("/sign-in/passkey", &body).await);
    }
}

fn unverified(server: &Server) -> SecurityKey {
    let key = SecurityKey::at(&server.url);
    key.manners.borrow_mut().verifies = false;
    key
}

#[tokio::test]
async fn passkeys_are_changed_after_a_proof_by_whom_they_are_of() {
    let letters = Letters::named().await;
    let server = &letters.server;
    let user = olena(server).await;
    let colleague = ihor(&letters, &user).await;
    let (key, added) = SecurityKey::added(&server.url, &user, ME).await;
    let path = format!("{ME}/passkeys/{}", added["id"].as_str().expect("an id"));
    let name = json!({ "name": "Mine" });
    colleague.delete(&path).await.is_problem(404, "not_found");
    colleague
        .call(Method::PATCH, &path, Some(&name), &[])
        .await
        .is_problem(404, "not_found");
    // One authenticator never makes the same key twice.
    is_refused(&key.add(&colleague, ME).await);
    let holder = Visitor::at_the_portal(server).await;
    let elsewhere = path.replace(ME, "/portal");
    holder.delete(&elsewhere).await.is_problem(404, "not_found");
    server.clock.turn(Duration::from_mins(16));
    for (method, path) in [
        (Method::POST, format!("{ME}/passkeys/start")),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/restore")),
    ] {
        let answer = user.call(method, &path, Some(&json!({})), &[]).await;
        answer.is_problem(403, "step_up_required");
    }
    let bare = Visitor::new(server);
    bare.get(&format!("{ME}/passkeys"))
        .await
        .is_problem(401, "unauthenticated");
    let start = format!("{ME}/passkeys/start");
    let forged = [("x-csrf-token", "no")];
    let answer = user
        .call(Method::POST, &start, Some(&json!({})), &forged)
        .await;
    answer.is_problem(403, "csrf_failed");
}

#[tokio::test]
async fn who_may_not_sign_in_doesnt_with_a_passkey_either() {
    let letters = Letters::named().await;
    let server = &letters.server;
    let owner = olena(server).await;
    let colleague = ihor(&letters, &owner).await;
    let (key, _) = SecurityKey::added(&server.url, &colleague, ME).await;
    let users = owner.get("/c/acme/users").await.json();
    let him = users["items"].as_array().expect("a list").iter();
    let him = him
        .clone()
        .find(|user| user["username"] == "ihor")
        .expect("there")
        .clone();
    let path = format!("/c/acme/users/{}", him["id"].as_str().expect("an id"));
    let version = format!("\"v{}\"", him["version"]);
    let body = json!({ "status": "deactivated" });
    let done = owner
        .call(Method::PATCH, &path, Some(&body), &[("if-match", &version)])
        .await;
    assert_eq!(done.status, 200, "{done:?}");
    is_refused(&key.sign_in(&Visitor::new(server), Some("acme")).await);
    is_refused(&key.sign_in(&Visitor::new(server), None).await);
}

#[tokio::test]
async fn five_wrong_passkeys_end_the_session_that_asked() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    key.manners.borrow_mut().verifies = false;
    for _ in 0..5 {
        let asked = user
            .post(&format!("{ME}/step-up/passkey/start"), &json!({}))
            .await
            .json();
        is_refused(
            &user
                .post(&format!("{ME}/step-up/passkey"), &key.body(&asked))
                .await,
        );
    }
    user.get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn challenges_are_limited_by_network_and_tell_nothing() {
    let server = Server::named(None).await;
    let visitor = Visitor::new(&server);
    let nobody = start(&visitor, Some("acme")).await;
    let user = olena(&server).await;
    SecurityKey::added(&server.url, &user, ME).await;
    let somebody = start(&visitor, Some("acme")).await;
    let bare = |asked: &Value| {
        let mut options = asked["options"].clone();
        options["challenge"] = Value::Null;
        options
    };
    assert_eq!(bare(&nobody), bare(&somebody));
    for _ in 0..58 {
        start(&visitor, None).await;
    }
    visitor
        .post("/sign-in/passkey/start", &json!({}))
        .await
        .is_problem(429, "rate_limited");
    assert_eq!(by_password(&visitor, "olena", PASSWORD).await.status, 200);
}
