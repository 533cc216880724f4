//! The referral programme over HTTP: who takes part, whose link counts, and who sees what of it.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    money::command,
    visitor::Visitor,
};

const IHOR: &str = "ihor@berry.example";
const DAY: Duration = Duration::from_hours(24);

fn application() -> Value {
    json!({ "name": "Ihor Bondar", "email": IHOR, "password": PASSWORD, "crm_name": "Berry" })
}

async fn accept(visitor: &Visitor<'_>) -> Value {
    let body = json!({ "rules_version": "1" });
    let answer = visitor.post("/portal/referral/activate", &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Olena at the portal, with the path of her link.
async fn olena(server: &Server) -> (Visitor<'_>, String) {
    let olena = Visitor::at_the_portal(server).await;
    let link = accept(&olena).await["link"].clone();
    let path = link
        .as_str()
        .and_then(|link| link.strip_prefix(&server.url));
    (olena, path.expect("a link to here").to_owned())
}

async fn referrals(visitor: &Visitor<'_>) -> Vec<Value> {
    let answer = visitor.get("/portal/referral/referrals").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"].as_array().expect("a list").clone()
}

async fn ask(visitor: &Visitor<'_>, minor: i64, key: &str) -> Answer {
    let body = json!({ "amount": { "minor": minor, "currency": "EUR" } });
    let headers = [("idempotency-key", key)];
    let path = "/portal/referral/payouts";
    visitor
        .call(Method::POST, path, Some(&body), &headers)
        .await
}

#[tokio::test]
async fn a_link_is_there_once_the_rules_are_accepted() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(olena.get("/portal/me").await.json()["has_referral"], true);
    let before = olena.get("/portal/referral").await.json();
    assert_eq!(
        before["terms"],
        json!({
            "version": "1", "rules": null, "percent": 20, "months": 12, "attribution_days": 7,
            "hold_days": 30, "minimum_payout": { "minor": 5_000, "currency": "EUR" },
        })
    );
    assert_eq!(
        (&before["link"], &before["code"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(before["accepted"], Value::Null);

    let activate = "/portal/referral/activate";
    let body = json!({ "rules_version": "1" });
    let without = [("x-csrf-token", "")];
    olena
        .call(Method::POST, activate, Some(&body), &without)
        .await
        .is_problem(403, "csrf_failed");
    olena
        .post(activate, &json!({ "rules_version": "0" }))
        .await
        .is_problem(403, "rules_not_accepted");
    olena
        .post(activate, &json!({}))
        .await
        .is_problem(400, "validation_failed");
    let after = accept(&olena).await;
    assert_eq!(
        after["accepted"],
        json!({ "version": "1", "at": "2027-01-15T08:00:00.000Z" })
    );
    assert_eq!(after["is_current"], true);
    let code = after["code"].as_str().expect("a code");
    assert_eq!(after["link"], format!("{}/r/{code}", server.url));

    let left = olena
        .post("/portal/referral/deactivate", &json!({}))
        .await
        .json();
    assert_eq!(
        (&left["link"], &left["accepted"]),
        (&Value::Null, &after["accepted"])
    );
    assert_eq!(accept(&olena).await["link"], after["link"]);
}

#[tokio::test]
async fn the_first_visit_is_remembered_and_whoever_signs_up_by_it_is_hers() {
    let (server, _) = Server::set_up().await;
    let (_, path) = olena(&server).await;
    let ihor = Visitor::new(&server);
    let led = ihor.come_to(&path).await;
    assert_eq!(
        (led.status.as_u16(), led.header("location")),
        (303, "/sign-up")
    );
    assert_eq!(led.header("cache-control"), "no-store");
    let kept = led.header("set-cookie");
    for part in [
        "ref=",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Max-Age=604800",
    ] {
        assert!(kept.contains(part), "{kept}");
    }
    server.clock.turn(DAY);
    let again = ihor.come_to(&path).await;
    assert_eq!(
        (again.status.as_u16(), again.header("set-cookie")),
        (303, "")
    );
    // Nothing tells a link that counts from one that doesn't, but what is remembered.
    let nobodys = Visitor::new(&server).come_to("/r/0000000000").await;
    assert_eq!(
        (nobodys.status.as_u16(), nobodys.header("location")),
        (303, "/sign-up")
    );
    assert_eq!(nobodys.header("set-cookie"), "");

    assert_eq!(ihor.post("/sign-up", &application()).await.status, 200);
    let olena = Visitor::at_the_portal(&server).await;
    let seen = referrals(&olena).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (&seen[0]["email"], &seen[0]["state"]),
        (&json!("i•••@b•••.example"), &json!("active"))
    );
    let counted = olena.get("/portal/referral/statistics").await.json();
    assert_eq!(counted["items"][0]["clicks"], 1);
    assert_eq!(counted["items"][1]["sign_ups"], 1);
    ihor.take_csrf("/portal/me").await;
    assert_eq!(referrals(&ihor).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_visit_is_good_for_a_week_and_a_made_up_one_never() {
    let (server, _) = Server::set_up().await;
    let (_, path) = olena(&server).await;
    let late = Visitor::new(&server);
    late.come_to(&path).await;
    server.clock.turn(DAY * 7);
    assert_eq!(late.post("/sign-up", &application()).await.status, 200);
    let mut other = application();
    other["email"] = json!("nina@date.example");
    let made_up = server
        .request(Method::POST, "/api/v1/sign-up")
        .header(
            "cookie",
            "ref=' OR 1=1 --; ref=0192f0c1-2345-7abc-8def-0123456789ab",
        )
        .json(&other);
    assert_eq!(crate::harness::send(made_up).await.status, 200);
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(referrals(&olena).await, Vec::<Value>::new());
}

#[tokio::test]
async fn whoever_signs_up_in_the_referrers_browser_brings_nothing() {
    let (server, _) = Server::set_up().await;
    let (olena, path) = olena(&server).await;
    // Her own visits aren't counted, but with the code she gets as far as that.
    assert_eq!(olena.come_to(&path).await.header("set-cookie"), "");
    let mut own = application();
    own["referral_code"] = json!(path.trim_start_matches("/r/").to_lowercase());
    let done = olena.post("/sign-up", &own).await;
    assert_eq!(done.status, 200, "{done:?}");
    let again = Visitor::at_the_portal(&server).await;
    assert_eq!(referrals(&again).await[0]["state"], "self_referral");
}

#[tokio::test]
async fn a_code_is_typed_where_nobody_has_followed_a_link() {
    let (server, _) = Server::set_up().await;
    let (olena, path) = olena(&server).await;
    let mut typed = application();
    typed["referral_code"] = json!("nonsense");
    let refused = server.post("/api/v1/sign-up", &typed).await;
    refused.is_problem(400, "validation_failed");
    assert_eq!(refused.json()["errors"][0]["pointer"], "/referral_code");
    typed["referral_code"] = json!(path.trim_start_matches("/r/"));
    assert_eq!(server.post("/api/v1/sign-up", &typed).await.status, 200);
    assert_eq!(referrals(&olena).await.len(), 1);
}

#[tokio::test]
async fn whose_somebody_is_is_decided_before_the_letter_is_confirmed() {
    let letters = Letters::set_up().await;
    let (olena, path) = olena(&letters.server).await;
    let ihor = Visitor::new(&letters.server);
    ihor.come_to(&path).await;
    assert_eq!(ihor.post("/sign-up", &application()).await.status, 202);
    olena.post("/portal/referral/deactivate", &json!({})).await;
    assert_eq!(referrals(&olena).await.len(), 0, "nobody is there yet");
    let sent = letters.wait(1).await;
    let ticket = sent.last().expect("a letter").ticket();
    let done = ihor
        .post("/sign-up/confirm", &json!({ "ticket": ticket }))
        .await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(referrals(&olena).await.len(), 1);
}

#[tokio::test]
async fn nothing_is_paid_out_that_rewards_have_not_brought() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let path = "/portal/referral/payouts";
    let body = json!({ "amount": { "minor": 5_000, "currency": "EUR" } });
    olena
        .post(path, &body)
        .await
        .is_problem(400, "idempotency_key_required");
    ask(&olena, 5_000, "a")
        .await
        .is_problem(403, "rules_not_accepted");
    accept(&olena).await;
    let top_up = json!({
        "payee": { "kind": "account", "email": "olena@acme.example" }, "reference": "INV-1",
        "amount": { "minor": 90_000, "currency": "EUR" },
    });
    let headers = [("idempotency-key", "t")];
    let posted = olena
        .call(Method::POST, "/operator/top-ups", Some(&top_up), &headers)
        .await;
    assert_eq!(posted.status, 200, "{posted:?}");
    ask(&olena, 4_999, "a")
        .await
        .is_problem(422, "payout_below_minimum");
    ask(&olena, 5_000, "a")
        .await
        .is_problem(409, "insufficient_funds");
    for minor in [0, -5_000, i64::MAX] {
        ask(&olena, minor, "a")
            .await
            .is_problem(400, "validation_failed");
    }
    let dollars = json!({ "amount": { "minor": 5_000, "currency": "USD" } });
    let headers = [("idempotency-key", "b")];
    olena
        .call(Method::POST, path, Some(&dollars), &headers)
        .await
        .is_problem(422, "currency_mismatch");
    server.clock.turn(Duration::from_mins(16));
    ask(&olena, 5_000, "c")
        .await
        .is_problem(403, "step_up_required");
    assert_eq!(olena.get(path).await.json()["items"], json!([]));
}

#[tokio::test]
async fn lists_are_read_in_parts_and_nonsense_is_refused() {
    let (server, _) = Server::set_up().await;
    let (olena, path) = olena(&server).await;
    for n in 0..3 {
        server.clock.turn(Duration::from_secs(1));
        let mut typed = application();
        typed["email"] = json!(format!("n{n}@berry.example"));
        typed["referral_code"] = json!(path.trim_start_matches("/r/"));
        assert_eq!(server.post("/api/v1/sign-up", &typed).await.status, 200);
    }
    let read = async |query: &str| {
        let answer = olena
            .get(&format!("/portal/referral/referrals{query}"))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let first = read("?limit=2").await;
    assert_eq!(first["items"].as_array().map(Vec::len), Some(2));
    let cursor = first["next_cursor"].as_str().expect("there is more");
    let second = read(&format!("?limit=2&cursor={cursor}")).await;
    assert_eq!(second["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["next_cursor"], Value::Null);
    for list in ["referrals", "rewards", "payouts"] {
        olena
            .get(&format!("/portal/referral/{list}?cursor=x"))
            .await
            .is_problem(400, "cursor_invalid");
        olena
            .get(&format!("/portal/referral/{list}?account=x"))
            .await
            .is_problem(400, "validation_failed");
    }
    for days in ["?from=yesterday", "?from=2026-01-14", "?from=2027-02-01"] {
        olena
            .get(&format!("/portal/referral/statistics{days}"))
            .await
            .is_problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn without_a_programme_or_a_session_there_is_nothing() {
    let all = ["", "/referrals", "/rewards", "/payouts", "/statistics"];
    let (open, _) = Server::set_up().await;
    let closed = Server::closed().await;
    let olena = Visitor::at_the_portal(&closed).await;
    assert_eq!(olena.get("/portal/me").await.json()["has_referral"], false);
    for path in all {
        open.get(&format!("/api/v1/portal/referral{path}"))
            .await
            .is_problem(401, "unauthenticated");
        olena
            .get(&format!("/portal/referral{path}"))
            .await
            .is_problem(403, "referral_disabled");
    }
    let body = json!({ "rules_version": "1" });
    for path in ["activate", "deactivate"] {
        olena
            .post(&format!("/portal/referral/{path}"), &body)
            .await
            .is_problem(403, "referral_disabled");
        open.post(&format!("/api/v1/portal/referral/{path}"), &body)
            .await
            .is_problem(401, "unauthenticated");
    }
    ask(&olena, 5_000, "a")
        .await
        .is_problem(403, "referral_disabled");
    let led = Visitor::new(&closed).come_to("/r/0000000000").await;
    assert_eq!(
        (led.status.as_u16(), led.header("location")),
        (303, "/sign-up")
    );
}

#[tokio::test]
async fn the_command_line_says_what_there_is_to_pay_out_and_to_give_back() {
    let server = Server::set_up_today().await;
    let (code, told) = command(&server, &["payouts"]).await;
    assert_eq!((code, told.as_str()), (Some(0), "0 payouts wait\n"));
    for (args, says) in [
        (&["pay-out", "nothing", "--reference", "x"][..], "Not found"),
        (
            &["reject-payout", "nothing", "--reference", " "],
            "database_failed",
        ),
        (
            &["refund", "--crm", "nowhere", "--period", "2027-01-30"],
            "No such CRM",
        ),
        (
            &["refund", "--crm", "acme", "--period", "2027-01-30"],
            "Not found",
        ),
    ] {
        let (code, told) = command(&server, args).await;
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(says), "{told}");
    }
}
