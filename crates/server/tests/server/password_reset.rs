//! Setting a new password by a link in a letter.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    security_key::SecurityKey,
    team,
    visitor::Visitor,
};

const OLENA: &str = "olena@acme.example";

const NEW: &str = "eight yellow submarines";

async fn ask(server: &Server, email: &str, address: Option<&str>) -> Answer {
    let mut body = json!({ "email": email });
    if let Some(address) = address {
        body["address"] = address.into();
    }
    server.post("/api/v1/password-reset", &body).await
}

async fn complete(server: &Server, ticket: &str, new: &str) -> Answer {
    let body = json!({ "ticket": ticket, "new": new, "confirmation": new });
    server.post("/api/v1/password-reset/complete", &body).await
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_once_within_the_hour() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = Visitor::at_the_portal(server).await;
    let asked = ask(server, "Olena@acme.example", None).await;
    assert_eq!(
        (asked.status.as_u16(), asked.json()),
        (202, json!({ "can_send_mail": true }))
    );
    let sent = letters.wait(1).await;
    assert_eq!(sent[0].to, "olena@acme.example");
    assert_eq!(sent[0].subject, "Новий пароль", "in her language");
    let ticket = sent[0].ticket().to_owned();

    complete(server, &ticket, "short")
        .await
        .is_problem(422, "password_weak");
    assert_eq!(complete(server, &ticket, NEW).await.status, 204);
    complete(server, &ticket, NEW)
        .await
        .is_problem(400, "ticket_invalid");
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    server
        .sign_in("olena", PASSWORD, false)
        .await
        .is_problem(401, "sign_in_failed");
    assert_eq!(server.sign_in("olena", NEW, false).await.status, 200);
    let sent = letters.wait(2).await;
    assert_eq!(sent[1].subject, "Ваш пароль змінено");
}

#[tokio::test]
async fn whoever_sets_it_anew_hears_that_passkeys_are_gone_with_the_old_one() {
    let letters = Letters::named().await;
    let server = &letters.server;
    let olena = team::olena(server).await;
    let (key, _) = SecurityKey::added(&server.url, &olena, "/c/acme/me").await;
    letters.wait(1).await;
    ask(server, OLENA, None).await;
    let sent = letters.wait(2).await;
    let asked = sent.iter().find(|letter| letter.text.contains("#ticket="));
    let done = complete(server, asked.expect("a link").ticket(), NEW).await;
    assert_eq!(done.status, 204, "{done:?}");
    let sent = letters.wait(3).await;
    let told = sent
        .iter()
        .find(|letter| letter.subject == "Ваш пароль змінено");
    let told = told.expect("a letter");
    assert!(told.text.contains("Ключі доступу"), "{told:?}");
    let answer = key.sign_in(&Visitor::new(server), Some("acme")).await;
    answer.is_problem(401, "passkey_refused");

    // Where there is none, the letter says nothing of them.
    ask(server, OLENA, None).await;
    let sent = letters.wait(4).await;
    let asked = sent.iter().rfind(|letter| letter.text.contains("#ticket="));
    let done = complete(server, asked.expect("a link").ticket(), PASSWORD).await;
    assert_eq!(done.status, 204, "{done:?}");
    let sent = letters.wait(5).await;
    let about_keys = sent
        .iter()
        .filter(|letter| letter.text.contains("Ключі доступу"));
    assert_eq!(about_keys.count(), 1, "{sent:?}");
}

#[tokio::test]
async fn a_link_ends_after_an_hour_and_with_the_next_one() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    ask(server, "olena@acme.example", None).await;
    let first = letters.wait(1).await[0].ticket().to_owned();
    ask(server, "olena@acme.example", None).await;
    let second = letters.wait(2).await[1].ticket().to_owned();
    complete(server, &first, NEW)
        .await
        .is_problem(400, "ticket_invalid");
    server.clock.turn(Duration::from_hours(1));
    complete(server, &second, NEW)
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn nobody_learns_who_has_an_address() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let mut seen = Vec::new();
    for (email, address) in [
        ("olena@acme.example", None),
        ("nobody@acme.example", None),
        ("nobody@acme.example", Some("acme")),
        ("no address", None),
    ] {
        let begin = Instant::now();
        let answer = ask(server, email, address).await;
        assert!(begin.elapsed() >= Duration::from_millis(700), "{email}");
        seen.push((answer.status, answer.json()));
    }
    assert!(seen.iter().all(|answer| *answer == seen[0]), "{seen:?}");
    assert_eq!(letters.wait(1).await[0].to, "olena@acme.example");
}

#[tokio::test]
async fn the_fourth_letter_within_an_hour_is_not_sent_and_nothing_tells() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    for _ in 0..4 {
        assert_eq!(ask(server, "olena@acme.example", None).await.status, 202);
    }
    letters.wait(3).await;
    server.clock.turn(Duration::from_hours(1));
    ask(server, "olena@acme.example", None).await;
    letters.wait(4).await;
}

#[tokio::test]
async fn without_a_way_to_send_it_is_said() {
    let (server, _) = Server::set_up().await;
    let asked = ask(&server, "olena@acme.example", None).await;
    assert_eq!(asked.json(), json!({ "can_send_mail": false }));
}

#[tokio::test]
async fn what_is_no_ticket_sets_no_password() {
    let (server, _) = Server::set_up().await;
    for ticket in ["", "x", &"x".repeat(43)] {
        complete(&server, ticket, NEW)
            .await
            .is_problem(400, "ticket_invalid");
    }
    let body = json!({ "ticket": "x", "new": NEW, "confirmation": "other" });
    server
        .post("/api/v1/password-reset/complete", &body)
        .await
        .is_problem(422, "passwords_differ");
    assert_eq!(
        ask(&server, "x@y.example", Some("berry")).await.json()["code"],
        Value::from("crm_not_found")
    );
}
