//! Signing in with a second factor, by every way in.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::{Letter, Letters},
    visitor::Visitor,
};

/// Olena's account with a factor, and her session at the portal.
async fn with_factor(server: &Server) -> (Visitor<'_>, Authenticator<'_>, Vec<String>) {
    let olena = Visitor::at_the_portal(server).await;
    let (app, recovery) = Authenticator::enabled(server, &olena, "/portal").await;
    (olena, app, recovery)
}

async fn at_address(visitor: &Visitor<'_>, login: &str) -> Answer {
    let body = json!({ "address": "acme", "login": login, "password": PASSWORD });
    visitor.post("/sign-in", &body).await
}

/// The ticket of an answer that asks for a code.
#[track_caller]
fn ticket(answer: &Answer) -> Value {
    let body = answer.json();
    assert_eq!(body["next"], "second_factor", "{body}");
    assert_eq!(body["methods"], json!(["totp", "recovery_code"]));
    assert_eq!(
        (&body["valid_s"], &body["can_trust_device"]),
        (&json!(300), &json!(true))
    );
    let ticket = body["ticket"].as_str().expect("a ticket");
    assert_eq!(
        body["url"],
        format!("/sign-in/second-factor#ticket={ticket}")
    );
    body["ticket"].clone()
}

async fn give(visitor: &Visitor<'_>, ticket: &Value, code: &str) -> Answer {
    let body = json!({ "ticket": ticket, "code": code });
    visitor.post("/sign-in/second-factor", &body).await
}

fn names_no_session(answer: &Answer) -> bool {
    let cookies = answer.headers.get_all("set-cookie");
    cookies
        .iter()
        .all(|cookie| cookie.as_bytes().starts_with(b"dev="))
}

#[tokio::test]
async fn by_address_the_password_asks_for_a_code_which_opens_the_crm() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    let asked = at_address(&olena, "olena").await;
    let ticket = ticket(&asked);
    assert!(names_no_session(&asked), "{asked:?}");
    olena
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    give(&olena, &ticket, &app.wrong_code())
        .await
        .is_problem(401, "code_invalid");
    let opened = give(&olena, &ticket, &app.next_code()).await;
    assert_eq!(opened.json(), json!({ "next": "open", "url": "/c/acme/" }));
    olena.take_csrf("/c/acme/session").await;
    // The factor was given just now.
    let codes = olena
        .post("/c/acme/me/2fa/recovery-codes", &json!({}))
        .await;
    assert_eq!(codes.status, 200, "{codes:?}");
    give(&olena, &ticket, &app.next_code())
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_the_person_is_told_how_many_are_left() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, _, recovery) = with_factor(server).await;
    server.clock.turn(Duration::from_secs(1));
    let olena = Visitor::new(server);
    let asked = ticket(&at_address(&olena, "olena").await);
    assert_eq!(give(&olena, &asked, &recovery[3]).await.status, 200);
    let other = Visitor::new(server);
    let asked = ticket(&at_address(&other, "olena").await);
    give(&other, &asked, &recovery[3])
        .await
        .is_problem(401, "code_invalid");
    let sent = letters.wait(2).await;
    // Two letters that wait at once may go out in either order.
    let used = |letter: &&Letter| letter.subject == "Використано резервний код";
    let told = sent.iter().find(used).expect("told");
    assert_eq!(told.to, "olena@acme.example");
    assert!(told.text.contains("резервних кодів: 9"), "{told:?}");
}

#[tokio::test]
async fn a_code_that_was_used_opens_no_second_session() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let code = app.next_code();
    let (one, other) = (Visitor::new(&server), Visitor::new(&server));
    let (first, second) = (
        ticket(&at_address(&one, "olena").await),
        ticket(&at_address(&other, "olena").await),
    );
    let (a, b) = tokio::join!(give(&one, &first, &code), give(&other, &second, &code));
    let opened = [&a, &b]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!(opened, 1, "{a:?} {b:?}");
    // The step before is older than the one that was accepted.
    let late = Visitor::new(&server);
    let third = ticket(&at_address(&late, "olena").await);
    give(&late, &third, &app.code_of(-1))
        .await
        .is_problem(401, "code_replayed");
    assert_eq!(
        give(&late, &third, &app.code_of(1)).await.status,
        200,
        "a neighbour, and newer"
    );
}

#[tokio::test]
async fn one_ticket_opens_one_session_however_many_codes_come() {
    let (server, _) = Server::set_up().await;
    let (_, app, recovery) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    let asked = ticket(&at_address(&olena, "olena").await);
    let code = app.next_code();
    let (a, b) = tokio::join!(
        give(&olena, &asked, &code),
        give(&olena, &asked, &recovery[0])
    );
    let opened = [&a, &b]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!(opened, 1, "{a:?} {b:?}");
}

#[tokio::test]
async fn a_ticket_is_good_for_five_minutes_in_the_browser_that_began() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    let asked = ticket(&at_address(&olena, "olena").await);
    let thief = Visitor::new(&server);
    give(&thief, &asked, &app.next_code())
        .await
        .is_problem(400, "ticket_invalid");
    server.clock.turn(Duration::from_mins(5));
    give(&olena, &asked, &app.code())
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn five_wrong_codes_lock_the_factor_for_a_quarter_of_an_hour() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, app, recovery) = with_factor(server).await;
    server.clock.turn(Duration::from_secs(1));
    let olena = Visitor::new(server);
    let asked = ticket(&at_address(&olena, "olena").await);
    for _ in 0..4 {
        give(&olena, &asked, &app.wrong_code())
            .await
            .is_problem(401, "code_invalid");
    }
    give(&olena, &asked, "aaaaa-aaaaa")
        .await
        .is_problem(429, "factor_locked");
    give(&olena, &asked, &app.next_code())
        .await
        .is_problem(400, "ticket_invalid");

    let server_says = async |code: &str| {
        let visitor = Visitor::new(server);
        let asked = ticket(&at_address(&visitor, "olena").await);
        give(&visitor, &asked, code).await
    };
    let locked = server_says(&app.next_code()).await;
    locked.is_problem(429, "factor_locked");
    assert_eq!(locked.json()["retry_after"], 15 * 60 - 60);
    server_says(&recovery[0])
        .await
        .is_problem(429, "factor_locked");
    // Two letters that wait at once may go out in either order.
    let sent = letters.wait(2).await;
    let locked = |letter: &&Letter| letter.subject == "Забагато неправильних кодів";
    assert_eq!(sent.iter().filter(locked).count(), 1);
    server.clock.turn(Duration::from_mins(14));
    assert_eq!(server_says(&app.code()).await.status, 200);
    assert_eq!(letters.wait(2).await.len(), 2);
}

#[tokio::test]
async fn wrong_codes_at_once_do_not_slip_through_the_limit() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    let asked = ticket(&at_address(&olena, "olena").await);
    let wrong = app.wrong_code();
    let tries = (0..12).map(|_| give(&olena, &asked, &wrong));
    let answers = futures_util::future::join_all(tries).await;
    let taken = answers.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(taken, 4, "the fifth locks: {answers:?}");
}

#[tokio::test]
async fn a_list_says_what_takes_a_code_and_asks_once() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    let list = olena.sign_in("olena@acme.example", PASSWORD).await.json();
    let needs: Vec<_> = list["choices"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|choice| choice["needs_second_factor"].clone())
        .collect();
    assert_eq!(needs, [true, true]);
    let asked = ticket(&olena.open("portal").await);
    let opened = give(&olena, &asked, &app.next_code()).await;
    assert_eq!(opened.json(), json!({ "next": "open", "url": "/account" }));
    assert_eq!(olena.get("/portal/me").await.status, 200);

    let list = olena.get("/sign-in/tickets/current").await.json();
    let (acme, portal) = (&list["choices"][0], &list["choices"][1]);
    assert_eq!(
        acme["needs_second_factor"], false,
        "it was given with this list"
    );
    assert_eq!(portal["is_used"], true);
    let opened = olena.open(acme["id"].as_str().expect("an id")).await;
    assert_eq!(opened.json(), json!({ "next": "open", "url": "/c/acme/" }));
}

#[tokio::test]
async fn a_code_that_comes_after_the_list_is_given_back_opens_nothing() {
    let (server, _) = Server::set_up().await;
    let (_, app, _) = with_factor(&server).await;
    let olena = Visitor::new(&server);
    olena.sign_in("olena@acme.example", PASSWORD).await;
    let asked = ticket(&olena.open("portal").await);
    let path = "/sign-in/tickets/current";
    olena.call(Method::DELETE, path, None, &[]).await;
    give(&olena, &asked, &app.next_code())
        .await
        .is_problem(400, "ticket_invalid");
}

async fn enter(portal: &Visitor<'_>, guest: &Visitor<'_>) -> Answer {
    let id = portal.crms().await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let link = portal
        .post(&format!("/portal/crms/{id}/enter"), &json!({}))
        .await;
    let url = link.json()["url"].as_str().expect("a link").to_owned();
    let (_, secret) = url.split_once("#ticket=").expect("a ticket");
    guest
        .post("/c/acme/enter", &json!({ "ticket": secret }))
        .await
}

#[tokio::test]
async fn entering_carries_the_factor_that_was_given_at_the_portal() {
    let (server, _) = Server::set_up().await;
    let (portal, _, _) = with_factor(&server).await;
    let window = Visitor::new(&server);
    let entered = enter(&portal, &window).await;
    assert_eq!(entered.json(), json!({ "next": "open", "url": "/c/acme/" }));
    assert_eq!(window.get("/c/acme/session").await.status, 200);
}

#[tokio::test]
async fn a_reset_removes_no_factor_and_skips_none() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, app, _) = with_factor(server).await;
    let waiting = Visitor::new(server);
    let before = ticket(&at_address(&waiting, "olena").await);
    let list = Visitor::new(server);
    list.sign_in("olena@acme.example", PASSWORD).await;

    server.clock.turn(Duration::from_secs(1));
    let body = json!({ "email": "olena@acme.example" });
    server.post("/api/v1/password-reset", &body).await;
    let link = letters.wait(2).await[1].ticket().to_owned();
    let new = "eight yellow submarines";
    let body = json!({ "ticket": link, "new": new, "confirmation": new });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");

    // What the old password had opened is void.
    give(&waiting, &before, &app.next_code())
        .await
        .is_problem(400, "ticket_invalid");
    list.open("portal").await.is_problem(400, "ticket_invalid");
    let olena = Visitor::new(server);
    let body = json!({ "address": "acme", "login": "olena", "password": new });
    let asked = ticket(&olena.post("/sign-in", &body).await);
    assert_eq!(give(&olena, &asked, &app.code()).await.status, 200);
}

#[tokio::test]
async fn a_code_of_one_person_is_none_of_another() {
    let (server, _) = Server::set_up().await;
    let (_, app, recovery) = with_factor(&server).await;
    let (other_server, _) = Server::set_up().await;
    let (_, _, _) = with_factor(&other_server).await;
    let olena = Visitor::new(&other_server);
    let asked = ticket(&at_address(&olena, "olena").await);
    for code in [
        app.code(),
        recovery[0].clone(),
        String::new(),
        "1".repeat(4_000),
    ] {
        give(&olena, &asked, &code)
            .await
            .is_problem(401, "code_invalid");
    }
}
