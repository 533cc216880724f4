//! Headers that every answer carries.

use reqwest::Method;

use crate::harness::{Server, send};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let (server, answer) = Server::set_up().await;
    let cookie = answer.cookie();
    for path in [
        "/",
        "/setup",
        "/sign-in",
        "/c/acme",
        "/c/acme/",
        "/c/acme/sign-in",
        "/c/acme/enter",
        "/c/berry/",
        "/icon.svg",
        "/nowhere",
        "/healthz",
        "/readyz",
        "/api/v1/openapi.json",
        "/api/v1/nowhere",
        "/api/v1/sign-in",
        "/api/v1/sign-in/resolve?address=acme",
        "/api/v1/c/acme/session",
        "/api/v1/c/berry/session",
        "/.well-known/crm-desktop.json",
    ] {
        let answer = server.get_with(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "script-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
        assert!(
            !answer.headers.contains_key("strict-transport-security"),
            "{path}: http has none"
        );
        if path.starts_with("/api/") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert!(
                !answer.headers.contains_key("access-control-allow-origin"),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_clients_request_id_is_echoed_if_harmless() {
    let server = Server::empty().await;
    let with = |id: &str| {
        server
            .request(Method::GET, "/api/v1/nowhere")
            .header("x-request-id", id)
    };
    let answer = send(with("client-7")).await;
    assert_eq!(answer.header("x-request-id"), "client-7");
    answer.is_problem(404, "not_found");
    assert_eq!(
        send(with("<script>")).await.header("x-request-id").len(),
        32
    );
}

#[tokio::test]
async fn pages_have_nothing_inline_that_the_policy_would_block() {
    let server = Server::empty().await;
    let page = server.get("/setup").await.text;
    for tag in page.split('<').filter(|tag| tag.starts_with("script")) {
        assert!(tag.contains("src=\"/"), "{tag}");
        let rest = tag.split_once('>').expect("closed").1;
        assert!(rest.trim().is_empty(), "{tag}");
    }
    assert!(
        !page.contains("<style") && !page.contains("style="),
        "{page}"
    );
    let script = page
        .split("src=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a script");
    let script = server.get(script).await;
    assert_eq!(
        script.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert!(script.header("content-type").contains("javascript"));
}
