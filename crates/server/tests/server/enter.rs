//! Enter tickets.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Answer, Server};

fn ticket(setup: &Answer) -> String {
    let body = setup.json();
    let url = body["enter"]["url"].as_str().expect("a link");
    url.strip_prefix("/c/acme/enter#ticket=")
        .expect("in the fragment")
        .to_owned()
}

async fn enter(server: &Server, ticket: &str) -> Answer {
    server
        .post("/api/v1/c/acme/enter", &json!({ "ticket": ticket }))
        .await
}

#[tokio::test]
async fn a_ticket_lets_one_browser_in_once() {
    let (server, setup) = Server::set_up().await;
    let ticket = ticket(&setup);
    let first = enter(&server, &ticket).await;
    assert_eq!(first.json(), json!({ "next": "open", "url": "/c/acme/" }));
    assert_ne!(first.cookie(), setup.cookie());
    assert_eq!(server.probe(&first.cookie()).await, 200);
    enter(&server, &ticket)
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn of_many_who_present_a_ticket_at_once_one_gets_in() {
    let (server, setup) = Server::set_up().await;
    let ticket = ticket(&setup);
    let (a, b, c, d) = tokio::join!(
        enter(&server, &ticket),
        enter(&server, &ticket),
        enter(&server, &ticket),
        enter(&server, &ticket),
    );
    let got_in = [a, b, c, d]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!(got_in, 1);
}

#[tokio::test]
async fn a_ticket_is_good_for_a_minute() {
    let (server, setup) = Server::set_up().await;
    assert_eq!(setup.json()["enter"]["valid_s"], 60);
    server.clock.turn(Duration::from_mins(1));
    enter(&server, &ticket(&setup))
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn what_is_no_ticket_opens_nothing() {
    let (server, setup) = Server::set_up().await;
    for text in ["", "x", &"x".repeat(43)] {
        enter(&server, text).await.is_problem(400, "ticket_invalid");
    }
    let elsewhere = json!({ "ticket": ticket(&setup) });
    server
        .post("/api/v1/c/berry/enter", &elsewhere)
        .await
        .is_problem(404, "crm_not_found");
    assert_eq!(
        enter(&server, &ticket(&setup)).await.status,
        200,
        "it was not used up"
    );
}
