//! Known and trusted devices.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    visitor::Visitor,
};

const DAY: Duration = Duration::from_hours(24);
const OPEN: &str = "open";
const ASKED: &str = "second_factor";

async fn at_address(visitor: &Visitor<'_>, password: &str) -> Answer {
    let body = json!({ "address": "acme", "login": "olena", "password": password });
    visitor.post("/sign-in", &body).await
}

/// What comes after the password.
async fn next(visitor: &Visitor<'_>) -> Value {
    at_address(visitor, PASSWORD).await.json()["next"].clone()
}

/// Signs in with this code, and has the device trusted.
async fn trust(visitor: &Visitor<'_>, code: &str) {
    let ticket = at_address(visitor, PASSWORD).await.json()["ticket"].clone();
    let body = json!({ "ticket": ticket, "code": code, "trust_device": true });
    let opened = visitor.post("/sign-in/second-factor", &body).await;
    assert_eq!(opened.json()["next"], OPEN, "{opened:?}");
}

/// Olena's session at the portal, her app, and a browser that she trusts.
async fn with_trust(server: &Server) -> (Visitor<'_>, Authenticator<'_>, Vec<String>, Visitor<'_>) {
    let portal = Visitor::at_the_portal(server).await;
    let (app, recovery) = Authenticator::enabled(server, &portal, "/portal").await;
    let trusted = Visitor::new(server);
    trust(&trusted, &app.next_code()).await;
    assert_eq!(next(&trusted).await, OPEN);
    (portal, app, recovery, trusted)
}

#[tokio::test]
async fn a_trusted_device_skips_the_factor_for_thirty_days_and_no_other_does() {
    let (server, _) = Server::set_up().await;
    let (_, app, _, trusted) = with_trust(&server).await;
    assert_eq!(next(&Visitor::new(&server)).await, ASKED);
    let list = trusted.sign_in("olena@acme.example", PASSWORD).await.json();
    assert_eq!(list["choices"][1]["needs_second_factor"], false);
    assert_eq!(trusted.open("portal").await.json()["next"], OPEN);

    // The password alone is no step-up, and the session is one of one factor.
    trusted.take_csrf("/portal/me").await;
    let off = trusted.delete("/portal/2fa").await;
    off.is_problem(403, "step_up_required");
    assert_eq!(off.json()["methods"], json!(["totp", "recovery_code"]));
    let code = json!({ "code": app.next_code() });
    assert_eq!(trusted.post("/portal/step-up", &code).await.status, 204);

    server
        .clock
        .turn((DAY * 30).saturating_sub(Duration::from_mins(1)));
    assert_eq!(next(&trusted).await, OPEN);
    server.clock.turn(Duration::from_mins(1));
    assert_eq!(next(&trusted).await, ASKED);
}

#[tokio::test]
async fn trust_ends_with_a_new_password() {
    let (server, _) = Server::set_up().await;
    let (portal, app, _, trusted) = with_trust(&server).await;
    let code = json!({ "code": app.next_code() });
    assert_eq!(portal.post("/portal/step-up", &code).await.status, 204);
    let new = "eight yellow submarines";
    let body = json!({ "current": PASSWORD, "new": new, "confirmation": new });
    assert_eq!(portal.post("/portal/password", &body).await.status, 204);
    assert_eq!(at_address(&trusted, new).await.json()["next"], ASKED);
}

#[tokio::test]
async fn trust_ends_with_a_password_that_was_reset() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, _, _, trusted) = with_trust(server).await;
    let body = json!({ "email": "olena@acme.example" });
    server.post("/api/v1/password-reset", &body).await;
    let link = letters.wait(2).await[1].ticket().to_owned();
    let new = "eight yellow submarines";
    let body = json!({ "ticket": link, "new": new, "confirmation": new });
    server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(at_address(&trusted, new).await.json()["next"], ASKED);
}

#[tokio::test]
async fn trust_ends_with_another_factor_and_with_a_recovery_code() {
    let (server, _) = Server::set_up().await;
    let (portal, app, recovery, trusted) = with_trust(&server).await;
    let ticket = at_address(&Visitor::new(&server), PASSWORD).await;
    assert_eq!(ticket.json()["next"], ASKED);
    let code = json!({ "code": recovery[0] });
    assert_eq!(portal.post("/portal/step-up", &code).await.status, 204);
    assert_eq!(next(&trusted).await, ASKED);

    trust(&trusted, &app.next_code()).await;
    let (app, _) = Authenticator::enabled(&server, &portal, "/portal").await;
    assert_eq!(next(&trusted).await, ASKED);
    trust(&trusted, &app.next_code()).await;
    assert_eq!(next(&trusted).await, OPEN);
}

#[tokio::test]
async fn a_recovery_code_makes_no_device_trusted() {
    let (server, _) = Server::set_up().await;
    let portal = Visitor::at_the_portal(&server).await;
    let (_, recovery) = Authenticator::enabled(&server, &portal, "/portal").await;
    let visitor = Visitor::new(&server);
    trust(&visitor, &recovery[0]).await;
    assert_eq!(next(&visitor).await, ASKED);
}

#[tokio::test]
async fn a_sign_in_from_a_new_device_is_told_by_mail_once() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = Visitor::new(server);
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    let headers = [("user-agent", agent)];
    for _ in 0..2 {
        let answer = olena
            .call(reqwest::Method::POST, "/sign-in", Some(&body), &headers)
            .await;
        assert_eq!(answer.status, 200);
    }
    let sent = letters.wait_for_sign_ins(1).await;
    assert_eq!(sent[0].to, "olena@acme.example");
    for part in [
        "Firefox, Linux",
        "127.0.0.1",
        "2027-01-15 08:00 UTC",
        "/forgot-password",
    ] {
        assert!(sent[0].text.contains(part), "{part}: {}", sent[0].text);
    }
    assert_eq!(next(&Visitor::new(server)).await, OPEN);
    letters.wait_for_sign_ins(2).await;
}

#[tokio::test]
async fn a_wrong_password_makes_no_device_known_and_sends_nothing() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let thief = Visitor::new(server);
    at_address(&thief, "seven blue bottles!")
        .await
        .is_problem(401, "sign_in_failed");
    assert_eq!(next(&thief).await, OPEN);
    letters.wait_for_sign_ins(1).await;
}
