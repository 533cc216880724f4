//! What the operator does in the browser: for them alone, after a step-up where money moves.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{harness::Server, money::ihor, visitor::Visitor};

const ID: &str = "0192f0c1-2345-7abc-8def-0123456789ab";

/// What is only read.
fn lists() -> Vec<String> {
    vec!["/operator/payouts".to_owned()]
}

/// What changes something, and whether that asks for a step-up; of each there is nothing to change.
fn acts() -> Vec<(String, Value, bool)> {
    vec![(
        format!("/operator/payouts/{ID}/decide"),
        json!({ "decision": "paid", "reference": "SEPA-1" }),
        true,
    )]
}

async fn act(visitor: &Visitor<'_>, path: &str, body: &Value, csrf: Option<&str>) -> u16 {
    let mut headers = vec![("idempotency-key", "a")];
    headers.extend(csrf.map(|csrf| ("x-csrf-token", csrf)));
    let answer = visitor.call(Method::POST, path, Some(body), &headers).await;
    answer.status.as_u16()
}

#[tokio::test]
async fn nobody_but_the_operator_reads_or_does_anything() {
    let (server, _) = Server::set_up().await;
    let ihor = ihor(&server).await;
    for path in lists() {
        ihor.get(&path).await.is_problem(403, "forbidden");
        server
            .get(&format!("/api/v1{path}"))
            .await
            .is_problem(401, "unauthenticated");
    }
    let nobody = Visitor::new(&server);
    for (path, body, _) in acts() {
        assert_eq!(act(&ihor, &path, &body, None).await, 403, "{path}");
        assert_eq!(act(&nobody, &path, &body, None).await, 401, "{path}");
    }
}

#[tokio::test]
async fn another_page_does_nothing_and_money_asks_for_a_step_up() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    for (path, body, _) in acts() {
        assert_eq!(act(&olena, &path, &body, Some("")).await, 403, "{path}");
        assert_eq!(act(&olena, &path, &body, None).await, 404, "{path}");
    }
    server.clock.turn(Duration::from_mins(16));
    for (path, body, is_guarded) in acts() {
        let expected = if is_guarded { 403 } else { 404 };
        assert_eq!(act(&olena, &path, &body, None).await, expected, "{path}");
    }
}

#[tokio::test]
async fn payouts_are_listed_and_nonsense_is_refused() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let open = olena.get("/operator/payouts").await;
    assert_eq!(open.json(), json!({ "items": [], "next_cursor": null }));
    olena
        .get("/operator/payouts?cursor=x")
        .await
        .is_problem(400, "cursor_invalid");
    let path = format!("/operator/payouts/{ID}/decide");
    for reference in ["", " ", &"x".repeat(201)] {
        let body = json!({ "decision": "rejected", "reference": reference });
        let refused = olena.post(&path, &body).await;
        refused.is_problem(400, "validation_failed");
        assert_eq!(refused.json()["errors"][0]["pointer"], "/reference");
    }
    olena
        .post(&path, &json!({ "decision": "kept", "reference": "x" }))
        .await
        .is_problem(400, "validation_failed");
}
