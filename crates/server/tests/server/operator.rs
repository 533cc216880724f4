//! What the operator does in the browser: for them alone, after a step-up where money moves.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{harness::Server, money::ihor, visitor::Visitor};

const ID: &str = "0192f0c1-2345-7abc-8def-0123456789ab";

/// What is only read.
fn lists() -> Vec<String> {
    let lists = [
        "payouts",
        "crms",
        "wallet?holder=acme",
        "jobs",
        "letters",
        "settings",
    ];
    let wallet = format!("/operator/wallets/{ID}/entries");
    let lists = lists.map(|list| format!("/operator/{list}"));
    lists.into_iter().chain([wallet]).collect()
}

/// What changes something, and whether that asks for a step-up; of each there is nothing to change.
fn acts() -> Vec<(String, Value, bool)> {
    let correction = json!({ "amount": { "minor": -5, "currency": "EUR" }, "note": "Typed wrong" });
    let acts = [
        (
            "payouts",
            "decide",
            json!({ "decision": "paid", "reference": "SEPA-1" }),
            true,
        ),
        ("entries", "refund", json!({}), true),
        ("entries", "correct", correction, true),
        ("jobs", "run-again", json!({}), false),
        ("letters", "send-again", json!({}), false),
    ];
    let path = |of, act| format!("/operator/{of}/{ID}/{act}");
    let acts = acts.map(|(of, act, body, is_guarded)| (path(of, act), body, is_guarded));
    acts.to_vec()
}

async fn act(visitor: &Visitor<'_>, path: &str, body: &Value, csrf: Option<&str>) -> u16 {
    let mut headers = vec![("idempotency-key", path)];
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

#[tokio::test]
async fn crms_are_found_by_name_address_and_owner_from_outside() {
    let (server, _) = Server::set_up().await;
    server.clock.turn(Duration::from_secs(1));
    let _ihor = ihor(&server).await;
    let olena = Visitor::at_the_portal(&server).await;
    let found = async |query: &str| {
        let answer = olena.get(&format!("/operator/crms{query}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        let names: Vec<String> = body["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| row["crm"]["slug"].as_str().expect("text").to_owned())
            .collect();
        (names, body)
    };
    let (all, body) = found("").await;
    assert_eq!(all, ["berry", "acme"]);
    let row = &body["items"][0];
    assert_eq!(
        (&row["owner_email"], &row["users"], &row["status"]),
        (&json!("ihor@berry.example"), &json!(1), &json!("active"))
    );
    assert_eq!(row["balance"]["minor"], 0);
    for (search, slugs) in [
        ("ACME", &["acme"][..]),
        ("ihor@", &["berry"]),
        ("example", &["berry", "acme"]),
        ("%", &[]),
        ("nothing", &[]),
    ] {
        let (names, body) = found(&format!("?search={}", search.replace('%', "%25"))).await;
        assert_eq!(names, slugs, "{search}");
        assert_eq!(body["next_cursor"], Value::Null);
    }
    let (first, body) = found("?limit=1&search=example").await;
    assert_eq!(first, ["berry"]);
    let cursor = body["next_cursor"].as_str().expect("there is more");
    let (second, _) = found(&format!("?limit=1&search=example&cursor={cursor}")).await;
    assert_eq!(second, ["acme"]);
}

#[tokio::test]
async fn any_balance_is_read_and_put_right_by_another_entry() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let top_up = json!({
        "payee": { "kind": "crm", "slug": "acme" }, "reference": "INV-1",
        "amount": { "minor": 1_000, "currency": "EUR" },
    });
    // What happens later stands first.
    server.clock.turn(Duration::from_secs(1));
    assert_eq!(act(&olena, "/operator/top-ups", &top_up, None).await, 200);
    let wallet = olena.get("/operator/wallet?holder=acme").await.json();
    assert_eq!(wallet["balance"]["minor"], 1_000);
    let entries = format!("/operator/wallets/{}/entries", text(&wallet["id"]));
    let book = olena.get(&entries).await.json();
    let paid = &book["items"][0];
    assert_eq!(
        (&paid["entry"]["kind"], &paid["can_refund"]),
        (&json!("top_up"), &json!(false))
    );
    let path = format!("/operator/entries/{}", text(&paid["id"]));
    let correct = |minor: i64, note: &str, currency: &str| json!({ "amount": { "minor": minor, "currency": currency }, "note": note });
    for (minor, note, currency, status) in [
        (0, "x", "EUR", 400),
        (i64::MIN, "x", "EUR", 400),
        (5, " ", "EUR", 400),
        (5, "x", "USD", 422),
    ] {
        let body = correct(minor, note, currency);
        let answer = act(&olena, &format!("{path}/correct"), &body, None).await;
        assert_eq!(answer, status, "{body}");
    }
    // What came in is no charge that could be given back.
    let body = json!({});
    assert_eq!(
        act(&olena, &format!("{path}/refund"), &body, None).await,
        404
    );
    server.clock.turn(Duration::from_secs(1));
    let key = [("idempotency-key", "b")];
    let (correct_path, body) = (format!("{path}/correct"), correct(-1_000, "Twice", "EUR"));
    for _ in 0..2 {
        let made = olena
            .call(Method::POST, &correct_path, Some(&body), &key)
            .await;
        assert_eq!(made.status, 200, "{made:?}");
        assert_eq!(made.json()["balance"]["minor"], 0);
    }
    let last = &olena.get(&entries).await.json()["items"][0];
    assert_eq!(
        (&last["corrects_id"], &last["entry"]["kind"]),
        (&paid["id"], &json!("adjustment"))
    );
    for nobody in ["nowhere", "nobody@acme.example"] {
        olena
            .get(&format!("/operator/wallet?holder={nobody}"))
            .await
            .is_problem(404, "not_found");
    }
}

#[tokio::test]
async fn letters_that_no_way_leads_out_for_are_counted() {
    let (server, _) = Server::set_up().await;
    let _ihor = ihor(&server).await;
    let olena = Visitor::at_the_portal(&server).await;
    let stuck = olena.get("/operator/letters").await.json();
    assert_eq!(stuck["failed"], 0);
    let items = stuck["items"].as_array().expect("a list");
    assert_eq!(stuck["waiting"], items.len(), "{stuck}");
    let waits = items
        .iter()
        .find(|row| row["recipient"] == "ihor@berry.example");
    assert_eq!(waits.expect("to Ihor")["state"], "no_transport", "{stuck}");
    // Never what it says.
    assert!(!stuck.to_string().contains("ticket"), "{stuck}");
}

#[tokio::test]
async fn what_the_server_was_started_with_is_told() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let settings = olena.get("/operator/settings").await.json();
    assert_eq!(
        (&settings["sign_up"], &settings["sends_mail"]),
        (&json!("open"), &json!(false))
    );
    assert_eq!(settings["plan"]["price"]["currency"], "EUR");
    assert_eq!(settings["referral"]["percent"], 20);
    let closed = Server::closed().await;
    let olena = Visitor::at_the_portal(&closed).await;
    let settings = olena.get("/operator/settings").await.json();
    assert_eq!(
        (&settings["sign_up"], &settings["referral"]),
        (&json!("closed"), &Value::Null)
    );
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}
