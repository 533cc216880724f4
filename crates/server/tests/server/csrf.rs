//! Other sites' pages.

use reqwest::Method;
use serde_json::json;

use crate::harness::{PASSWORD, Server, send};

/// Tries to sign Olena out with these headers.
async fn try_sign_out(
    server: &Server,
    cookie: &str,
    headers: &[(&str, &str)],
) -> crate::harness::Answer {
    let mut request = server
        .request(Method::POST, "/api/v1/c/acme/sign-out")
        .header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request).await
}

#[tokio::test]
async fn a_page_of_another_site_signs_nobody_out() {
    let (server, answer) = Server::set_up().await;
    let cookie = answer.cookie();
    let session = server
        .get_with("/api/v1/c/acme/session", &cookie)
        .await
        .json();
    let csrf = session["csrf"].as_str().expect("a token");
    let own = server.url.clone();
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("x-csrf-token", csrf)][..],
        &[("sec-fetch-site", "same-site"), ("x-csrf-token", csrf)],
        &[("origin", "http://evil.example"), ("x-csrf-token", csrf)],
        &[("origin", "null"), ("x-csrf-token", csrf)],
        &[("x-csrf-token", csrf)],
    ] {
        try_sign_out(&server, &cookie, headers)
            .await
            .is_problem(403, "origin_refused");
    }
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "same-origin"), ("x-csrf-token", "")],
        &[("sec-fetch-site", "same-origin"), ("x-csrf-token", "AAAA")],
        &[("origin", &own), ("x-csrf-token", "not base64!")],
    ] {
        try_sign_out(&server, &cookie, headers)
            .await
            .is_problem(403, "csrf_failed");
    }
    assert_eq!(server.probe(&cookie).await, 200);
    let allowed = [("origin", own.as_str()), ("x-csrf-token", csrf)];
    assert_eq!(try_sign_out(&server, &cookie, &allowed).await.status, 200);
}

#[tokio::test]
async fn the_token_of_one_session_is_useless_in_another() {
    let (server, answer) = Server::set_up().await;
    let other = server.sign_in("olena", PASSWORD, false).await.cookie();
    let session = server
        .get_with("/api/v1/c/acme/session", &answer.cookie())
        .await
        .json();
    let csrf = session["csrf"].as_str().expect("a token");
    let headers = [("sec-fetch-site", "same-origin"), ("x-csrf-token", csrf)];
    try_sign_out(&server, &other, &headers)
        .await
        .is_problem(403, "csrf_failed");
}

#[tokio::test]
async fn a_page_of_another_site_signs_nobody_in() {
    let (server, _) = Server::set_up().await;
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    for path in ["/api/v1/sign-in", "/api/v1/setup", "/api/v1/c/acme/enter"] {
        let request = server
            .request(Method::POST, path)
            .header("origin", "http://evil.example");
        send(request.json(&body))
            .await
            .is_problem(403, "origin_refused");
    }
}

#[tokio::test]
async fn reading_changes_nothing() {
    let (server, answer) = Server::set_up().await;
    let cookie = answer.cookie();
    for path in [
        "/api/v1/c/acme/sign-out",
        "/api/v1/c/acme/enter",
        "/api/v1/sign-in",
    ] {
        server
            .get_with(path, &cookie)
            .await
            .is_problem(405, "method_not_allowed");
    }
    assert_eq!(server.probe(&cookie).await, 200);
}
