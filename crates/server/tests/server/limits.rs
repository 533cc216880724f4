//! What a caller is told of the limits on calls.

use std::time::Duration;

use crate::harness::Server;

const SESSION: &str = "/api/v1/c/acme/session";

#[tokio::test]
async fn every_call_is_told_what_is_left_and_one_too_many_when_to_come_back() {
    let (server, setup) = Server::set_up().await;
    let cookie = setup.cookie();
    let first = server.get_with(SESSION, &cookie).await;
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!(
        first.header("ratelimit-policy"),
        r#""session";q=600;w=60, "crm";q=6000;w=60"#
    );
    assert_eq!(
        first.header("ratelimit"),
        r#""session";r=599;t=1, "crm";r=5999;t=1"#
    );
    for left in (0..599).rev() {
        let answer = server.get_with(SESSION, &cookie).await;
        let told = answer.header("ratelimit").to_owned();
        assert!(
            told.starts_with(&format!(r#""session";r={left};"#)),
            "{told}"
        );
    }
    let refused = server.get_with(SESSION, &cookie).await;
    refused.is_problem(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("ratelimit"), r#""session";r=0;t=60"#);
    server.clock.turn(Duration::from_mins(1));
    let again = server.get_with(SESSION, &cookie).await;
    assert!(
        again.header("ratelimit").starts_with(r#""session";r=599;"#),
        "{again:?}"
    );
}

#[tokio::test]
async fn who_is_nobody_is_told_nothing() {
    let (server, _) = Server::set_up().await;
    for path in [SESSION, "/api/v1/openapi.json", "/c/acme/sign-in"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("ratelimit"), "", "{path}");
        assert_eq!(answer.header("ratelimit-policy"), "", "{path}");
    }
}
