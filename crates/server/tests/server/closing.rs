//! Closing an account, and bringing it back.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::{Letter, Letters},
    visitor::Visitor,
};

pub(crate) const MARIIA: &str = "mariia@berry.example";
pub(crate) const HERS: &str = "nine purple balloons";

/// Mariia, who has signed up, and whose CRM is gone again.
pub(crate) async fn mariia(letters: &Letters) -> Visitor<'_> {
    let server = &letters.server;
    let mariia = Visitor::new(server);
    let application = json!({
        "name": "Mariia Berry", "email": MARIIA, "password": HERS, "crm_name": "Berry Ltd",
        "locale": "en",
    });
    mariia.post("/sign-up", &application).await;
    let confirm = json!({ "ticket": letters.wait(1).await[0].ticket() });
    assert_eq!(mariia.post("/sign-up/confirm", &confirm).await.status, 200);
    mariia.take_csrf("/portal/me").await;
    mariia
}

/// Deletes her CRM for good.
async fn without_crms(letters: &Letters, mariia: &Visitor<'_>) {
    let id = mariia.crms().await[0]["id"].clone();
    let path = format!("/portal/crms/{}", id.as_str().expect("an id"));
    let body = json!({ "name": "Berry Ltd" });
    let delete = reqwest::Method::DELETE;
    let scheduled = mariia.call(delete, &path, Some(&body), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    letters.wait(3).await;
}

/// A server where she has signed up, and her CRM is purged.
pub(crate) async fn purged() -> Letters {
    let mut letters = Letters::set_up().await;
    {
        let mariia = mariia(&letters).await;
        without_crms(&letters, &mariia).await;
    }
    letters.server.clock.turn(Duration::from_hours(7 * 24));
    // Its start purges what is due.
    letters.server = letters.server.restarted().await;
    letters
}

/// She is back at the portal, and may close her account.
pub(crate) async fn free_to_close(server: &Server) -> Visitor<'_> {
    let mariia = Visitor::new(server);
    assert_eq!(mariia.sign_in(MARIIA, HERS).await.status, 200);
    mariia.open("portal").await;
    mariia.take_csrf("/portal/me").await;
    let gone = timeout(Duration::from_secs(20), async {
        while closing(&mariia).await["can_close"] == false {
            sleep(Duration::from_millis(20)).await;
        }
    });
    gone.await.expect("the CRM is purged");
    mariia
}

pub(crate) async fn close(visitor: &Visitor<'_>, body: &Value) -> Answer {
    visitor.post("/portal/close", body).await
}

async fn closing(visitor: &Visitor<'_>) -> Value {
    visitor.get("/portal/closing").await.json()
}

async fn step_up(visitor: &Visitor<'_>) {
    let body = json!({ "password": HERS });
    let answer = visitor.post("/portal/step-up", &body).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

async fn reopen(server: &Server, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket });
    server.post("/api/v1/account/reopen", &body).await
}

async fn sign_in(server: &Server, login: &str, password: &str) -> u16 {
    let visitor = Visitor::new(server);
    visitor.sign_in(login, password).await.status.as_u16()
}

/// The newest of the letters to somebody.
fn to<'a>(sent: &'a [Letter], email: &str) -> &'a Letter {
    let found = sent.iter().rev().find(|letter| letter.to == email);
    found.expect("a letter")
}

#[tokio::test]
async fn an_account_that_owns_a_crm_stays_open() {
    let letters = Letters::set_up().await;
    let mariia = mariia(&letters).await;
    let told = closing(&mariia).await;
    assert_eq!(told["can_close"], false);
    assert_eq!(told["owned"][0]["slug"], "berry-ltd");
    close(&mariia, &json!({}))
        .await
        .is_problem(409, "account_in_use");
    // One that waits for its deletion is still owned.
    without_crms(&letters, &mariia).await;
    assert_eq!(closing(&mariia).await["owned"][0]["slug"], "berry-ltd");
    close(&mariia, &json!({}))
        .await
        .is_problem(409, "account_in_use");
    assert_eq!(mariia.get("/portal/me").await.status, 200);
}

#[tokio::test]
async fn the_operators_account_stays_open() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(closing(&olena).await["is_operator"], true);
    close(&olena, &json!({ "gives_money_up": true }))
        .await
        .is_problem(409, "account_in_use");
}

#[tokio::test]
async fn a_closed_account_opens_nothing_until_the_letter_brings_it_back() {
    let letters = purged().await;
    let server = &letters.server;
    let mariia = free_to_close(server).await;
    assert_eq!(
        closing(&mariia).await,
        json!({
            "owned": [], "by_account": [], "balance": null, "is_operator": false,
            "can_close": true, "kept_days": 30,
        })
    );
    server.clock.turn(Duration::from_mins(15));
    close(&mariia, &json!({}))
        .await
        .is_problem(403, "step_up_required");
    step_up(&mariia).await;
    let body = json!({});
    let csrf = [("x-csrf-token", "x")];
    let post = reqwest::Method::POST;
    mariia
        .call(post, "/portal/close", Some(&body), &csrf)
        .await
        .is_problem(403, "csrf_failed");
    mariia.take_csrf("/portal/me").await;
    let closed = close(&mariia, &body).await;
    assert_eq!(closed.status, 204, "{closed:?}");
    mariia
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    assert_eq!(sign_in(server, MARIIA, HERS).await, 401);
    // The one before it says that the CRM is gone.
    let sent = letters.wait(5).await;
    let goodbye = to(&sent, MARIIA);
    assert_eq!(goodbye.subject, "Your account is closed");
    let ticket = goodbye.ticket();
    let undo = json!({ "ticket": ticket });
    server
        .post("/api/v1/email/undo", &undo)
        .await
        .is_problem(400, "ticket_invalid");

    assert_eq!(reopen(server, ticket).await.status, 204);
    reopen(server, ticket)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(sign_in(server, MARIIA, HERS).await, 200);
    assert_eq!(sign_in(server, "olena@acme.example", PASSWORD).await, 200);
}
