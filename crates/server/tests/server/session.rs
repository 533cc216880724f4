//! Sessions: how long they last, where they are good, and how they end.

use std::time::Duration;

use reqwest::Method;

use crate::harness::{Answer, PASSWORD, Server, send};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

async fn sign_out(server: &Server, cookie: &str) -> Answer {
    let csrf = server
        .get_with("/api/v1/c/acme/session", cookie)
        .await
        .json()["csrf"]
        .clone();
    let request = server
        .request(Method::POST, "/api/v1/c/acme/sign-out")
        .header("cookie", cookie);
    let request = request.header("x-csrf-token", csrf.as_str().expect("a token"));
    send(request.header("sec-fetch-site", "same-origin")).await
}

#[tokio::test]
async fn a_plain_session_ends_after_twelve_unused_hours() {
    let (server, _) = Server::set_up().await;
    let answer = server.sign_in("olena", PASSWORD, false).await;
    assert!(
        !answer.header("set-cookie").contains("Max-Age"),
        "{answer:?}"
    );
    let cookie = answer.cookie();
    server.clock.turn((HOUR * 12).saturating_sub(SECOND));
    assert_eq!(server.probe(&cookie).await, 200);
    server.clock.turn(SECOND);
    assert_eq!(
        server.probe(&cookie).await,
        401,
        "the probe extended nothing"
    );
    assert_eq!(server.get_with("/c/acme/", &cookie).await.status, 303);
}

#[tokio::test]
async fn use_extends_a_session_but_not_for_ever() {
    let (server, _) = Server::set_up().await;
    let cookie = server.sign_in("olena", PASSWORD, false).await.cookie();
    for _ in 0..16 {
        server.clock.turn(HOUR * 10);
        assert_eq!(server.get_with("/c/acme/", &cookie).await.status, 200);
    }
    server.clock.turn(HOUR * 8);
    assert_eq!(server.probe(&cookie).await, 401, "seven days are the end");
}

#[tokio::test]
async fn a_kept_session_lasts_thirty_unused_days() {
    let (server, _) = Server::set_up().await;
    let answer = server.sign_in("olena", PASSWORD, true).await;
    assert!(
        answer.header("set-cookie").contains("Max-Age=7776000"),
        "{answer:?}"
    );
    server.clock.turn((DAY * 30).saturating_sub(SECOND));
    assert_eq!(server.probe(&answer.cookie()).await, 200);
    server.clock.turn(SECOND);
    assert_eq!(server.probe(&answer.cookie()).await, 401);
}

#[tokio::test]
async fn a_restart_keeps_sessions_and_address() {
    let (server, answer) = Server::set_up().await;
    let url = server.url.clone();
    let server = server.restarted().await;
    assert_eq!(server.url, url);
    assert_eq!(server.probe(&answer.cookie()).await, 200);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let (server, first) = Server::set_up().await;
    let second = server.sign_in("olena", PASSWORD, false).await.cookie();
    let out = sign_out(&server, &second).await;
    assert_eq!(out.json()["redirect"], "/c/acme/sign-in");
    let cleared = out.header("set-cookie");
    let name = second.split('=').next().expect("a name");
    assert!(
        cleared.starts_with(&format!("{name}=;")) && cleared.contains("Max-Age=0"),
        "{cleared}"
    );
    assert_eq!(
        server.probe(&second).await,
        401,
        "the token is dead, not only the cookie"
    );
    assert_eq!(server.probe(&first.cookie()).await, 200);
}

#[tokio::test]
async fn a_cookie_is_good_at_its_own_crm_alone() {
    let (server, answer) = Server::set_up().await;
    let (other, other_answer) = Server::set_up().await;
    let stolen = answer.cookie();
    assert_eq!(other.probe(&stolen).await, 401);
    let token = stolen.split('=').nth(1).expect("a value");
    let name = other_answer
        .cookie()
        .split('=')
        .next()
        .expect("a name")
        .to_owned();
    assert_eq!(
        other.probe(&format!("{name}={token}")).await,
        401,
        "nor under another name"
    );
    assert_eq!(server.probe(&stolen).await, 200);
    server
        .get_with("/api/v1/c/berry/session", &stolen)
        .await
        .is_problem(404, "crm_not_found");
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_bound_to_https_where_there_is_any() {
    let (server, answer) = Server::set_up().await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("s_"), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(
        !cookie.contains("Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
    drop(server);

    let folder = std::sync::Arc::new(tempfile::tempdir().expect("a folder"));
    let clock = Server::empty().await.clock.clone();
    let base = Some("https://crm.example".to_owned());
    let mut server = Server::on(folder.clone(), clock, None, base, None).await;
    server.url = local_url(&folder);
    let request = server
        .request(Method::POST, "/api/v1/setup")
        .header("host", "crm.example");
    let answer = send(request.json(&crate::harness::setup_body())).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-s_") && cookie.contains("Secure"),
        "{answer:?}"
    );
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    let plain = answer.cookie().replace("__Host-", "");
    let probe = server
        .request(Method::GET, "/api/v1/c/acme/session")
        .header("host", "crm.example");
    send(probe.header("cookie", plain))
        .await
        .is_problem(401, "unauthenticated");
}

fn local_url(folder: &tempfile::TempDir) -> String {
    let text = std::fs::read_to_string(folder.path().join("server.json")).expect("kept");
    let kept: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    format!("http://127.0.0.1:{}", kept["port"])
}

#[tokio::test]
async fn a_session_that_calls_without_end_is_told_to_wait_and_no_other_is() {
    let (server, _) = Server::set_up().await;
    let noisy = server.sign_in("olena", PASSWORD, false).await.cookie();
    let other = server.sign_in("olena", PASSWORD, false).await.cookie();
    for _ in 0..600 {
        assert_eq!(server.probe(&noisy).await, 200);
    }
    let refused = server.get_with("/api/v1/c/acme/session", &noisy).await;
    refused.is_problem(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(server.probe(&other).await, 200);
    server.clock.turn(SECOND);
    assert_eq!(server.probe(&noisy).await, 200);
}
