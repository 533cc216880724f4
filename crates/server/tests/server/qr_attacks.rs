//! What doesn't get in by a QR code.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{PASSWORD, Server},
    letters::Letters,
    portal::create,
    qr::{Approver, Waiting},
    staff::{patch, two, users},
    visitor::Visitor,
};

/// A number that isn't on the screen.
pub(crate) fn wrong(waiting: &Waiting<'_>) -> Value {
    let right = waiting.number().as_i64().expect("a number");
    json!(if right == 99 { 10 } else { right + 1 })
}

#[tokio::test]
async fn the_code_alone_signs_nobody_in() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    let thief = Waiting::begin(&server, Some("acme")).await;
    Approver::in_the_crm(&server).await.approve(&waiting).await;

    let path = format!("/sign-in/qr/{}", waiting.id());
    let exchange = format!("{path}/exchange");
    let own = thief.browser.cookies();
    assert!(own.contains("qr="), "{own}");
    for cookies in ["", "qr=", "qr=AAAA", own.as_str()] {
        let headers = [("cookie", cookies)];
        let thief = Visitor::new(&server);
        for (method, path) in [(Method::GET, &path), (Method::POST, &exchange)] {
            let answer = thief.call(method, path, None, &headers).await;
            answer.is_problem(400, "ticket_invalid");
        }
    }
    assert_eq!(waiting.exchange().await.status, 200, "it was not used up");
}

#[tokio::test]
async fn an_approval_lets_one_browser_in_once() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    Approver::in_the_crm(&server).await.approve(&waiting).await;
    let cookies = waiting.browser.cookies();
    let path = format!("/sign-in/qr/{}/exchange", waiting.id());
    let tries = (0..4).map(|_| async {
        let headers = [("cookie", cookies.as_str())];
        let browser = Visitor::new(&server);
        browser.call(Method::POST, &path, None, &headers).await
    });
    let answers = futures_util::future::join_all(tries).await;
    let got_in = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(got_in, 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.is_problem(400, "ticket_invalid");
    }
}

#[tokio::test]
async fn nothing_is_exchanged_before_it_is_approved_or_after_two_minutes() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    let olena = Approver::in_the_crm(&server).await;
    let early = waiting.exchange().await;
    early.is_problem(400, "slow_down");
    assert_eq!(early.header("retry-after"), "2");
    olena.scan(&waiting).await;
    waiting.exchange().await.is_problem(400, "slow_down");

    olena.approve(&waiting).await;
    server.clock.turn(Duration::from_secs(118));
    assert_eq!(waiting.state().await, "expired");
    waiting.exchange().await.is_problem(410, "qr_expired");

    let late = Waiting::begin(&server, Some("acme")).await;
    olena.scan(&late).await;
    server.clock.turn(Duration::from_mins(2));
    for answer in [
        olena.scan(&late).await,
        olena.type_code(late.code()).await,
        olena.pick(&late, late.number()).await,
        olena.deny(&late).await,
    ] {
        answer.is_problem(410, "qr_expired");
    }
}

#[tokio::test]
async fn a_wrong_number_denies_for_good() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    // Whoever hasn't looked has no number to pick from.
    let blind = olena.pick(&waiting, waiting.number()).await;
    blind.is_problem(400, "ticket_invalid");
    olena.scan(&waiting).await;
    for number in [wrong(&waiting), waiting.number().clone()] {
        let answer = olena.pick(&waiting, &number).await;
        answer.is_problem(401, "qr_denied");
    }
    assert_eq!(waiting.state().await, "denied");
    waiting.exchange().await.is_problem(401, "qr_denied");
}

#[tokio::test]
async fn five_wrong_numbers_an_hour_are_the_most() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    for _ in 0..5 {
        let waiting = Waiting::begin(&server, Some("acme")).await;
        olena.scan(&waiting).await;
        let answer = olena.pick(&waiting, &wrong(&waiting)).await;
        answer.is_problem(401, "qr_denied");
    }
    let waiting = Waiting::begin(&server, Some("acme")).await;
    olena.scan(&waiting).await;
    let blocked = olena.pick(&waiting, waiting.number()).await;
    blocked.is_problem(429, "rate_limited");
    assert_eq!(blocked.header("retry-after"), "3600");
    assert_eq!(waiting.state().await, "scanned");
}

#[tokio::test]
async fn codes_are_not_guessed() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    for n in 0..20 {
        let code = format!("0000-00{n:02}");
        olena.type_code(&code).await.is_problem(404, "not_found");
    }
    let blocked = olena.type_code(waiting.code()).await;
    blocked.is_problem(429, "rate_limited");
    assert_eq!(olena.scan(&waiting).await.status, 200);
    olena
        .browser
        .get("/c/acme/qr")
        .await
        .is_problem(400, "validation_failed");
    Visitor::new(&server)
        .get(&format!("/c/acme/qr?code={}", waiting.code()))
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn requests_and_questions_are_limited() {
    let (server, _) = Server::set_up().await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    let path = format!("/sign-in/qr/{}", waiting.id());
    for _ in 0..2 {
        assert_eq!(waiting.browser.get(&path).await.status, 200);
    }
    let hasty = waiting.browser.get(&path).await;
    hasty.is_problem(400, "slow_down");
    assert_eq!(hasty.header("retry-after"), "2");
    // Nobody else uses its questions up.
    let other = Visitor::new(&server);
    other.get(&path).await.is_problem(400, "ticket_invalid");
    assert_eq!(waiting.state().await, "pending");

    for _ in 0..29 {
        Waiting::begin(&server, None).await;
    }
    let begin = json!({});
    let blocked = other.post("/sign-in/qr", &begin).await;
    blocked.is_problem(429, "rate_limited");
    server.clock.turn(Duration::from_mins(10));
    assert_eq!(other.post("/sign-in/qr", &begin).await.status, 200);
    let nowhere = json!({ "address": "berry" });
    other
        .post("/sign-in/qr", &nowhere)
        .await
        .is_problem(404, "crm_not_found");
}

#[tokio::test]
async fn nobody_lets_anybody_into_a_crm_that_is_not_theirs() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, ihor) = two(&letters).await;
    let portal = Visitor::at_the_portal(server).await;
    assert_eq!(create(&portal, "Berry", "1").await.status, 200);
    let ihor = Approver {
        browser: ihor,
        at: "/c/acme",
    };
    let waiting = Waiting::begin(server, Some("berry")).await;
    for answer in [
        ihor.scan(&waiting).await,
        ihor.type_code(waiting.code()).await,
        ihor.pick(&waiting, waiting.number()).await,
        ihor.deny(&waiting).await,
    ] {
        answer.is_problem(403, "qr_wrong_crm");
    }
    assert_eq!(waiting.state().await, "pending");

    // And a session in one CRM is none in another, whoever has it.
    let berry = Visitor::new(server);
    let body = json!({ "address": "berry", "login": "olena@acme.example", "password": PASSWORD });
    assert_eq!(berry.post("/sign-in", &body).await.status, 200);
    berry.take_csrf("/c/berry/session").await;
    let waiting = Waiting::begin(server, Some("acme")).await;
    let path = format!("/c/berry/qr/{}", waiting.id());
    berry.get(&path).await.is_problem(403, "qr_wrong_crm");
    let path = format!("/c/acme/qr/{}", waiting.id());
    berry.get(&path).await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn who_was_put_out_meanwhile_lets_nobody_in() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (olena, ihor) = two(&letters).await;
    let ihor = Approver {
        browser: ihor,
        at: "/c/acme",
    };
    let waiting = Waiting::begin(server, Some("acme")).await;
    ihor.approve(&waiting).await;
    let his = users(&olena).await;
    let his = his.iter().find(|user| user["username"] == "ihor");
    let change = json!({ "status": "deactivated" });
    let out = patch(&olena, his.expect("there"), &change).await;
    assert_eq!(out.status, 200, "{out:?}");
    waiting.exchange().await.is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn a_list_closes_with_the_session_that_opened_it() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::at_the_portal(&server).await;
    let approved = Waiting::begin(&server, None).await;
    let listed = Waiting::begin(&server, None).await;
    for waiting in [&approved, &listed] {
        olena.approve(waiting).await;
    }
    assert_eq!(listed.exchange().await.json()["next"], "select");
    let out = olena.browser.post("/portal/sign-out", &json!({})).await;
    assert_eq!(out.status, 200, "{out:?}");
    approved.exchange().await.is_problem(400, "ticket_invalid");
    listed
        .browser
        .open("portal")
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn a_session_that_began_by_qr_code_approves_none_for_ten_minutes() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    let first = Waiting::begin(&server, Some("acme")).await;
    olena.approve(&first).await;
    assert_eq!(first.exchange().await.status, 200);
    first.browser.take_csrf("/c/acme/session").await;
    let born = Approver {
        browser: first.browser,
        at: "/c/acme",
    };
    let step_up = async || {
        let body = json!({ "password": PASSWORD });
        let answer = born.browser.post("/c/acme/me/step-up", &body).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    };
    step_up().await;
    let next = Waiting::begin(&server, Some("acme")).await;
    let asked = born.scan(&next).await.json();
    assert_eq!(
        (&asked["session_too_new"], &asked["wait_s"]),
        (&json!(true), &json!(600))
    );
    let early = born.pick(&next, next.number()).await;
    early.is_problem(400, "slow_down");
    assert_eq!(early.header("retry-after"), "600");
    assert_eq!(next.state().await, "scanned");

    server.clock.turn(Duration::from_mins(10));
    let later = Waiting::begin(&server, Some("acme")).await;
    born.approve(&later).await;
    assert_eq!(later.exchange().await.status, 200);
}

#[tokio::test]
async fn what_was_proved_long_ago_is_proved_again() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    server.clock.turn(Duration::from_mins(15));
    let waiting = Waiting::begin(&server, Some("acme")).await;
    assert_eq!(olena.scan(&waiting).await.status, 200);
    for number in [wrong(&waiting), waiting.number().clone()] {
        let answer = olena.pick(&waiting, &number).await;
        answer.is_problem(403, "step_up_required");
    }
    let body = json!({ "password": PASSWORD });
    let proved = olena.browser.post("/c/acme/me/step-up", &body).await;
    assert_eq!(proved.status, 204);
    olena.approve(&waiting).await;
}

#[tokio::test]
async fn pages_of_other_sites_begin_approve_and_exchange_nothing() {
    let (server, _) = Server::set_up().await;
    let olena = Approver::in_the_crm(&server).await;
    let waiting = Waiting::begin(&server, Some("acme")).await;
    olena.scan(&waiting).await;
    let approve = format!("/c/acme/qr/{}/approve", waiting.id());
    let deny = format!("/c/acme/qr/{}/deny", waiting.id());
    let number = json!({ "number": waiting.number() });
    for (path, body) in [(&approve, &number), (&deny, &json!({}))] {
        for (header, value, code) in [
            ("sec-fetch-site", "cross-site", "origin_refused"),
            ("sec-fetch-site", "same-site", "origin_refused"),
            ("x-csrf-token", "AAAA", "csrf_failed"),
        ] {
            let headers = [(header, value)];
            let answer = olena
                .browser
                .call(Method::POST, path, Some(body), &headers)
                .await;
            answer.is_problem(403, code);
        }
    }
    olena.approve(&waiting).await;
    let exchange = format!("/sign-in/qr/{}/exchange", waiting.id());
    let forged = [("sec-fetch-site", "cross-site")];
    for path in ["/sign-in/qr", exchange.as_str()] {
        let body = json!({});
        let browser = &waiting.browser;
        let answer = browser.call(Method::POST, path, Some(&body), &forged).await;
        answer.is_problem(403, "origin_refused");
    }
    assert_eq!(waiting.exchange().await.status, 200);
}
