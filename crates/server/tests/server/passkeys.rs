//! Passkeys: adding them, signing in by them, and what else they prove.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    security_key::{SecurityKey, start},
    team::olena,
    visitor::Visitor,
};

const ME: &str = "/c/acme/me";

#[track_caller]
fn opens(answer: &Answer, url: &str) {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json(), json!({ "next": "open", "url": url }));
}

async fn current_session(visitor: &Visitor<'_>) -> Value {
    let sessions = visitor.get(&format!("{ME}/sessions")).await.json();
    let items = sessions["items"].as_array().expect("a list").iter();
    let current = items.clone().find(|item| item["is_current"] == true);
    current.expect("there").clone()
}

async fn names(visitor: &Visitor<'_>, path: &str) -> Vec<String> {
    let listed = visitor.get(&format!("{path}/passkeys")).await.json();
    let items = listed["items"].as_array().expect("a list");
    let name = |item: &Value| item["name"].as_str().expect("a name").to_owned();
    items.iter().map(name).collect()
}

#[tokio::test]
async fn a_passkey_signs_in_with_two_factors_and_nothing_typed() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, added) = SecurityKey::added(&server.url, &user, ME).await;
    assert_eq!(added["last_used_at"], json!(null));

    let visitor = Visitor::new(&server);
    let asked = start(&visitor, Some("acme")).await;
    assert_eq!(
        (&asked["valid_s"], &asked["options"]["rpId"]),
        (&json!(300), &json!("localhost"))
    );
    assert_eq!(asked["options"]["userVerification"], "required");
    assert_eq!(
        asked["options"]["allowCredentials"],
        json!([]),
        "it tells nobody's"
    );
    opens(
        &visitor.post("/sign-in/passkey", &key.body(&asked)).await,
        "/c/acme/",
    );
    visitor.take_csrf("/c/acme/session").await;
    let current = current_session(&visitor).await;
    assert_eq!(
        (&current["method"], &current["assurance"]),
        (&json!("passkey"), &json!("aal2"))
    );
    // They have proved who they are in this very moment.
    let (_, second) = SecurityKey::added(&server.url, &visitor, ME).await;
    assert_ne!(second["id"], added["id"]);
    let listed = visitor.get(&format!("{ME}/passkeys")).await.json();
    let items = listed["items"].as_array().expect("a list");
    // Ids of one moment are in any order.
    let seen = items.iter().find(|item| item["id"] == added["id"]);
    assert!(seen.expect("there")["last_used_at"].is_string(), "{listed}");
    assert_eq!(listed["can_add"], true);
}

#[tokio::test]
async fn without_an_address_a_passkey_opens_what_it_belongs_to() {
    let server = Server::named(None).await;
    let (user, holder) = (olena(&server).await, Visitor::at_the_portal(&server).await);
    let (of_user, _) = SecurityKey::added(&server.url, &user, ME).await;
    let (of_account, _) = SecurityKey::added(&server.url, &holder, "/portal").await;
    opens(
        &of_user.sign_in(&Visitor::new(&server), None).await,
        "/c/acme/",
    );
    let visitor = Visitor::new(&server);
    opens(&of_account.sign_in(&visitor, None).await, "/account");
    let sessions = visitor.get("/portal/sessions").await.json();
    let methods = sessions["items"].as_array().expect("a list").iter();
    assert!(
        methods.clone().any(|item| item["method"] == "passkey"),
        "{sessions}"
    );
}

#[tokio::test]
async fn a_page_says_that_it_takes_passkeys() {
    let server = Server::named(None).await;
    let resolved = server.get("/api/v1/sign-in/resolve?address=acme").await;
    assert_eq!(
        resolved.json()["methods"],
        json!(["password", "qr", "passkey"])
    );
    // An address of numbers can't have any (WebAuthn, 5.1.2).
    let (server, _) = Server::set_up().await;
    let user = olena(&server).await;
    assert_eq!(
        user.get(&format!("{ME}/passkeys")).await.json(),
        json!({ "items": [], "can_add": false })
    );
    for (path, body) in [
        ("/sign-in/passkey/start", json!({ "address": "acme" })),
        ("/c/acme/me/passkeys/start", json!({})),
        ("/c/acme/me/step-up/passkey/start", json!({})),
    ] {
        user.post(path, &body).await.is_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_passkey_stands_for_the_code_after_a_password() {
    let server = Server::named(None).await;
    let holder = Visitor::at_the_portal(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &holder, "/portal").await;
    Authenticator::enabled(&server, &holder, "/portal").await;
    let visitor = Visitor::new(&server);
    // The user's password is the account's, and so is the factor.
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    let step = visitor.post("/sign-in", &body).await.json();
    assert_eq!(step["methods"], json!(["totp", "recovery_code", "passkey"]));
    let begin = json!({ "ticket": step["ticket"] });
    let asked = visitor
        .post("/sign-in/second-factor/passkey/start", &begin)
        .await
        .json();
    let allowed = asked["options"]["allowCredentials"]
        .as_array()
        .expect("a list");
    assert_eq!(allowed.len(), 1);
    let answer = json!({
        "ticket": step["ticket"], "challenge": asked["ticket"],
        "credential": key.answer(&asked["options"]),
    });
    let path = "/sign-in/second-factor/passkey";
    opens(&visitor.post(path, &answer).await, "/c/acme/");
    visitor
        .post(path, &answer)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(current_session(&visitor).await["assurance"], "aal2");
}

#[tokio::test]
async fn a_passkey_proves_anew_who_one_is() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let (key, _) = SecurityKey::added(&server.url, &user, ME).await;
    server.clock.turn(Duration::from_mins(16));
    let refused = user.post(&format!("{ME}/passkeys/start"), &json!({})).await;
    refused.is_problem(403, "step_up_required");
    assert_eq!(refused.json()["methods"], json!(["password", "passkey"]));
    let before = user.cookies();
    let asked = user
        .post(&format!("{ME}/step-up/passkey/start"), &json!({}))
        .await
        .json();
    let proved = user
        .post(&format!("{ME}/step-up/passkey"), &key.body(&asked))
        .await;
    assert_eq!(proved.status, 204, "{proved:?}");
    assert_ne!(user.cookies(), before, "another token");
    let again = user.post(&format!("{ME}/passkeys/start"), &json!({})).await;
    assert_eq!(again.status, 200, "{again:?}");
}

#[tokio::test]
async fn passkeys_are_named_and_removed_and_come_back_for_a_while() {
    let letters = Letters::named().await;
    let server = &letters.server;
    let user = olena(server).await;
    let (key, added) = SecurityKey::added(&server.url, &user, ME).await;
    let path = format!("{ME}/passkeys/{}", added["id"].as_str().expect("an id"));
    let named = user
        .call(
            Method::PATCH,
            &path,
            Some(&json!({ "name": "  Blue\tkey " })),
            &[],
        )
        .await;
    assert_eq!(named.json()["name"], "Blue key");
    for wrong in ["", &"x".repeat(61)] {
        let answer = user
            .call(Method::PATCH, &path, Some(&json!({ "name": wrong })), &[])
            .await;
        answer.is_problem(400, "validation_failed");
    }
    assert_eq!(names(&user, ME).await, ["Blue key"]);
    assert_eq!(user.delete(&path).await.status, 204);
    user.delete(&path).await.is_problem(404, "not_found");
    assert!(names(&user, ME).await.is_empty());
    key.sign_in(&Visitor::new(server), Some("acme"))
        .await
        .is_problem(401, "passkey_refused");

    let back = user.post(&format!("{path}/restore"), &json!({})).await;
    assert_eq!(back.json()["name"], "Blue key");
    opens(
        &key.sign_in(&Visitor::new(server), Some("acme")).await,
        "/c/acme/",
    );
    assert_eq!(user.delete(&path).await.status, 204);
    server.clock.turn(Duration::from_mins(5));
    user.post(&format!("{path}/restore"), &json!({}))
        .await
        .is_problem(404, "not_found");

    let told = letters.wait(4).await;
    let told: Vec<_> = told
        .iter()
        .map(|letter| (letter.to.as_str(), letter.subject.as_str()))
        .collect();
    let added = ("olena@acme.example", "Ключ доступу впускає вас");
    let removed = ("olena@acme.example", "Ключ доступу вилучено");
    // Letters that wait at once may go out in any order.
    for (letter, times) in [(added, 2), (removed, 2)] {
        assert_eq!(
            told.iter().filter(|each| **each == letter).count(),
            times,
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn nobody_has_more_than_ten() {
    let server = Server::named(None).await;
    let user = olena(&server).await;
    let mut last = Value::Null;
    for _ in 0..10 {
        (_, last) = SecurityKey::added(&server.url, &user, ME).await;
    }
    let start = format!("{ME}/passkeys/start");
    user.post(&start, &json!({}))
        .await
        .is_problem(409, "passkey_limit_reached");
    assert_eq!(
        user.get(&format!("{ME}/passkeys")).await.json()["can_add"],
        false
    );
    let path = format!("{ME}/passkeys/{}", last["id"].as_str().expect("an id"));
    assert_eq!(user.delete(&path).await.status, 204);
    SecurityKey::added(&server.url, &user, ME).await;
    user.post(&format!("{path}/restore"), &json!({}))
        .await
        .is_problem(409, "passkey_limit_reached");
}
