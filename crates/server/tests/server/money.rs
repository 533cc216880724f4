//! Balances over HTTP: who adds to them, who moves them, who reads them, and who does not.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::process::Command;

use crate::{
    harness::{Answer, PASSWORD, PAYMENTS_SECRET, Server, send},
    visitor::Visitor,
};

/// 2027-01-15 08:00 UTC, where clocks of tests stand at first.
const NOW: i64 = 1_800_000_000;

pub(crate) fn payment(payee: &Value, minor: i64, reference: &str) -> Value {
    json!({
        "payee": payee, "amount": { "minor": minor, "currency": "EUR" }, "reference": reference,
        "note": "by bank",
    })
}

fn acme() -> Value {
    json!({ "kind": "crm", "slug": "acme" })
}

fn olenas() -> Value {
    json!({ "kind": "account", "email": "olena@acme.example" })
}

pub(crate) async fn top_up(visitor: &Visitor<'_>, body: &Value, key: &str) -> Answer {
    let headers = [("idempotency-key", key)];
    visitor
        .call(Method::POST, "/operator/top-ups", Some(body), &headers)
        .await
}

async fn transfer(visitor: &Visitor<'_>, crm_id: &Value, minor: i64, key: &str) -> Answer {
    let body = json!({ "crm_id": crm_id, "amount": { "minor": minor, "currency": "EUR" } });
    let headers = [("idempotency-key", key)];
    visitor
        .call(Method::POST, "/portal/transfers", Some(&body), &headers)
        .await
}

async fn wallets(visitor: &Visitor<'_>) -> Vec<Value> {
    let answer = visitor.get("/portal/wallets").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"].as_array().expect("a list").clone()
}

/// What an adapter sends.
async fn told(server: &Server, body: &str, secret: &str, at: i64) -> Answer {
    let at = at.to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("call-1.{at}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    send(
        server
            .request(Method::POST, "/api/v1/operator/payments")
            .header("content-type", "application/json")
            .header("webhook-id", "call-1")
            .header("webhook-timestamp", at)
            .header("webhook-signature", signature)
            .body(body.to_owned()),
    )
    .await
}

/// Somebody who has an account and runs no server.
pub(crate) async fn ihor(server: &Server) -> Visitor<'_> {
    let body = json!({
        "name": "Ihor Bondar", "email": "ihor@berry.example", "password": PASSWORD, "crm_name": "Berry",
    });
    let answer = server.post("/api/v1/sign-up", &body).await;
    assert!(answer.status.is_success(), "{answer:?}");
    let visitor = Visitor::new(server);
    let list = visitor.sign_in("ihor@berry.example", PASSWORD).await;
    assert_eq!(list.status, 200, "{list:?}");
    let opened = visitor.open("portal").await;
    assert_eq!(opened.status, 200, "{opened:?}");
    visitor.take_csrf("/portal/me").await;
    visitor
}

#[tokio::test]
async fn the_operator_adds_money_once_for_a_key_and_a_reference() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let first = top_up(&olena, &payment(&acme(), 1_000, "INV-1"), "a").await;
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!(first.json()["is_new"], true);
    assert_eq!(
        first.json()["balance"],
        json!({ "minor": 1_000, "currency": "EUR" })
    );
    // The same request again; and the same invoice under another key.
    for key in ["a", "b"] {
        let again = top_up(&olena, &payment(&acme(), 1_000, "INV-1"), key).await;
        assert_eq!(
            again.json()["entry_id"],
            first.json()["entry_id"],
            "{again:?}"
        );
        assert_eq!(again.json()["is_new"], false);
    }
    top_up(&olena, &payment(&acme(), 2_000, "INV-1"), "a")
        .await
        .is_problem(422, "idempotency_key_reused");
    top_up(&olena, &payment(&acme(), 2_000, "INV-1"), "c")
        .await
        .is_problem(422, "idempotency_key_reused");
    let crms = olena.crms().await;
    assert_eq!(crms[0]["balance"]["minor"], 1_000);

    server.clock.turn(Duration::from_mins(16));
    top_up(&olena, &payment(&acme(), 5, "INV-2"), "d")
        .await
        .is_problem(403, "step_up_required");
    olena.step_up().await;
    olena.take_csrf("/portal/me").await;
    let stepped = top_up(&olena, &payment(&acme(), 5, "INV-2"), "d").await;
    assert_eq!(stepped.status, 200, "{stepped:?}");
}

#[tokio::test]
async fn nobody_but_the_operator_adds_money_and_nonsense_is_refused() {
    let (server, _) = Server::set_up().await;
    let ihor = ihor(&server).await;
    top_up(&ihor, &payment(&acme(), 1_000, "INV-1"), "a")
        .await
        .is_problem(403, "forbidden");
    ihor.get("/operator/jobs")
        .await
        .is_problem(403, "forbidden");
    let again = "/operator/jobs/0192f0c1-2345-7abc-8def-0123456789ab/run-again";
    ihor.post(again, &json!({}))
        .await
        .is_problem(403, "forbidden");
    server
        .get("/api/v1/operator/jobs")
        .await
        .is_problem(401, "unauthenticated");

    let olena = Visitor::at_the_portal(&server).await;
    let headers = [("idempotency-key", "a"), ("x-csrf-token", "")];
    let body = payment(&acme(), 1, "x");
    olena
        .call(Method::POST, "/operator/top-ups", Some(&body), &headers)
        .await
        .is_problem(403, "csrf_failed");
    olena
        .post("/operator/top-ups", &body)
        .await
        .is_problem(400, "idempotency_key_required");
    for (minor, reference, pointer) in [
        (0, "x", "/amount"),
        (-5, "x", "/amount"),
        (i64::MAX, "x", "/amount"),
        (5, " ", "/reference"),
    ] {
        let answer = top_up(&olena, &payment(&acme(), minor, reference), "a").await;
        answer.is_problem(400, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{answer:?}");
    }
    let mut dollars = payment(&acme(), 5, "x");
    dollars["amount"]["currency"] = json!("USD");
    top_up(&olena, &dollars, "a")
        .await
        .is_problem(422, "currency_mismatch");
    let nobodys = json!({ "kind": "account", "email": "nobody@acme.example" });
    top_up(&olena, &payment(&nobodys, 5, "x"), "a")
        .await
        .is_problem(404, "not_found");
    let dead = olena.get("/operator/jobs").await.json();
    assert_eq!(dead["items"], json!([]));
    olena
        .post(again, &json!({}))
        .await
        .is_problem(404, "not_found");
    assert_eq!(olena.crms().await[0]["balance"]["minor"], 0);
}

#[tokio::test]
async fn a_payment_counts_when_it_was_signed_a_moment_ago_and_once() {
    let (server, _) = Server::set_up().await;
    let body = payment(&olenas(), 700, "PAY-1").to_string();
    for _ in 0..2 {
        let answer = told(&server, &body, PAYMENTS_SECRET, NOW - 200).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.json()["balance"]["minor"], 700);
    }
    let wrong = "x".repeat(40);
    for (secret, at) in [
        (wrong.as_str(), NOW),
        (PAYMENTS_SECRET, NOW - 301),
        (PAYMENTS_SECRET, NOW + 301),
        (PAYMENTS_SECRET, i64::MIN),
    ] {
        told(&server, &body, secret, at)
            .await
            .is_problem(401, "unauthenticated");
    }
    // Another body, another time or no signature under what was signed.
    let path = "/api/v1/operator/payments";
    let other = payment(&olenas(), 70_000, "PAY-2").to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(PAYMENTS_SECRET.as_bytes()).expect("a key");
    mac.update(format!("call-1.{NOW}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    for (at, signature) in [
        (NOW, signature.as_str()),
        (NOW + 1, &signature),
        (NOW, ""),
        (NOW, "v1,"),
        (NOW, "v1,!!"),
    ] {
        let request = server
            .request(Method::POST, path)
            .header("content-type", "application/json")
            .header("webhook-id", "call-1")
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signature)
            .body(other.clone());
        send(request).await.is_problem(401, "unauthenticated");
    }
    server
        .post(path, &payment(&olenas(), 1, "PAY-3"))
        .await
        .is_problem(401, "unauthenticated");
    told(&server, "{}", PAYMENTS_SECRET, NOW)
        .await
        .is_problem(400, "validation_failed");
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(wallets(&olena).await[0]["balance"]["minor"], 700);
}

#[tokio::test]
async fn money_goes_from_the_wallet_to_a_crm_and_never_more_than_there_is() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let own = wallets(&olena).await;
    assert_eq!(
        (own.len(), &own[0]["id"], &own[0]["crm"]),
        (2, &Value::Null, &Value::Null)
    );
    let crm_id = own[1]["crm_id"].clone();
    transfer(&olena, &crm_id, 1, "a")
        .await
        .is_problem(409, "insufficient_funds");
    top_up(&olena, &payment(&olenas(), 1_000, "INV-1"), "b").await;
    let (one, two) = tokio::join!(
        transfer(&olena, &crm_id, 600, "c"),
        transfer(&olena, &crm_id, 600, "d")
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one:?} {two:?}");
    let left = wallets(&olena).await;
    assert_eq!(
        (&left[0]["balance"]["minor"], &left[1]["balance"]["minor"]),
        (&json!(400), &json!(600))
    );
    for (minor, status) in [(0, 400), (-100, 400), (401, 409)] {
        let answer = transfer(&olena, &crm_id, minor, &format!("e{minor}")).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }
    // Sent again it moves nothing; and with another amount it is refused.
    for _ in 0..2 {
        assert_eq!(transfer(&olena, &crm_id, 100, "f").await.status, 200);
    }
    transfer(&olena, &crm_id, 200, "f")
        .await
        .is_problem(422, "idempotency_key_reused");
    assert_eq!(wallets(&olena).await[0]["balance"]["minor"], 300);
}

#[tokio::test]
async fn nobody_sees_or_moves_the_money_of_others() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    top_up(&olena, &payment(&olenas(), 1_000, "INV-1"), "a").await;
    let of_olena = wallets(&olena).await;
    let ihor = ihor(&server).await;
    let of_ihor = wallets(&ihor).await;
    assert_eq!(of_ihor[1]["crm"]["name"], "Berry");
    for wallet in &of_olena {
        let id = wallet["id"].as_str().expect("an id");
        for path in ["entries", "entries.csv"] {
            ihor.get(&format!("/portal/wallets/{id}/{path}"))
                .await
                .is_problem(404, "not_found");
            server
                .get(&format!("/api/v1/portal/wallets/{id}/{path}"))
                .await
                .is_problem(401, "unauthenticated");
        }
    }
    transfer(&ihor, &of_olena[1]["crm_id"], 1, "b")
        .await
        .is_problem(404, "not_found");
    transfer(&olena, &of_ihor[1]["crm_id"], 1, "c")
        .await
        .is_problem(404, "not_found");
    assert_eq!(wallets(&olena).await, of_olena);
}

#[tokio::test]
async fn a_history_is_filtered_read_in_parts_and_taken_to_a_spreadsheet() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    for n in 0..5 {
        server.clock.turn(Duration::from_secs(1));
        let mut body = payment(&acme(), 100 + n, &format!("INV-{n}"));
        body["note"] = json!("=1+1, \"quoted\"");
        assert_eq!(top_up(&olena, &body, &format!("k{n}")).await.status, 200);
    }
    let id = wallets(&olena).await[1]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let read = async |query: &str| {
        let answer = olena
            .get(&format!("/portal/wallets/{id}/entries{query}"))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let amounts = |part: &Value| -> Vec<i64> {
        let items = part["items"].as_array().expect("a list");
        items
            .iter()
            .map(|item| item["amount"]["minor"].as_i64().expect("a number"))
            .collect()
    };
    let first = read("?limit=4").await;
    assert_eq!(amounts(&first), [104, 103, 102, 101]);
    let cursor = first["next_cursor"].as_str().expect("there is more");
    let second = read(&format!("?limit=4&cursor={cursor}")).await;
    assert_eq!(
        (amounts(&second), &second["next_cursor"]),
        (vec![100, 0], &Value::Null)
    );
    assert_eq!(amounts(&read("?kind=opening").await), [0]);
    let late = read("?from=2027-01-15T08:00:02Z&until=2027-01-15T08:00:04Z").await;
    assert_eq!(amounts(&late), [102, 101]);
    for (query, code) in [
        ("?cursor=x", "cursor_invalid"),
        (
            "?cursor=%27%20OR%201%3D1%20OR%20%27xxxxxxxxxxxxxxxxxxxxxxx",
            "cursor_invalid",
        ),
        ("?kind=theft", "validation_failed"),
        ("?from=yesterday", "validation_failed"),
    ] {
        let answer = olena
            .get(&format!("/portal/wallets/{id}/entries{query}"))
            .await;
        answer.is_problem(400, code);
    }

    let csv = olena
        .get(&format!("/portal/wallets/{id}/entries.csv?kind=top_up"))
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        csv.header("content-disposition").starts_with("attachment"),
        "{csv:?}"
    );
    let lines: Vec<&str> = csv.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 6, "{lines:?}");
    let last = "2027-01-15T08:00:05.000Z,top_up,104,EUR,Acme,INV-4,\"'=1+1, \"\"quoted\"\"\"";
    assert_eq!(lines[1], last);
}

/// What the command line says, beside the running server.
pub(crate) async fn command(server: &Server, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.arg("operator").args(args).arg("--data-dir");
    command.arg(server.folder.path());
    if let Some(url) = server.database() {
        command.env("NINEFOLD_DATABASE", url);
    }
    let done = command.output().await.expect("ran");
    let told = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(told).expect("text"))
}

#[tokio::test]
async fn the_command_line_adds_money_and_checks_balances_beside_the_running_server() {
    let server = Server::set_up_today().await;
    let args = [
        "top-up",
        "--crm",
        "acme",
        "--amount",
        "1250",
        "--reference",
        "INV-1",
    ];
    for what in ["posted", "was posted before"] {
        let (code, told) = command(&server, &args).await;
        assert_eq!(code, Some(0), "{told}");
        assert!(
            told.ends_with(&format!(": {what}; balance 12.50 EUR\n")),
            "{told}"
        );
    }
    for (args, says) in [
        (
            &[
                "top-up",
                "--crm",
                "acme",
                "--amount",
                "0",
                "--reference",
                "x",
            ][..],
            "database_failed",
        ),
        (
            &[
                "top-up",
                "--crm",
                "nowhere",
                "--amount",
                "1",
                "--reference",
                "x",
            ],
            "Not found",
        ),
        (&["run-again", "nothing"], "Not found"),
    ] {
        let (code, told) = command(&server, args).await;
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(says), "{told}");
    }
    let (code, told) = command(&server, &["jobs"]).await;
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "0 jobs are tried no more\n")
    );
    let (code, told) = command(&server, &["check-ledger"]).await;
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "1 balances checked, 0 wrong\n")
    );
}
