//! Sign-in by address.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, PASSWORD, Server, send};

#[tokio::test]
async fn the_right_password_opens_the_crm() {
    let (server, _) = Server::set_up().await;
    for login in ["olena@acme.example", "OLENA@acme.example", "olena"] {
        let answer = server.sign_in(login, PASSWORD, false).await;
        assert_eq!(answer.json(), json!({ "next": "open", "url": "/c/acme/" }));
        assert_eq!(server.probe(&answer.cookie()).await, 200);
    }
}

#[tokio::test]
async fn wrong_and_unknown_get_the_same_answer() {
    let (server, _) = Server::set_up().await;
    let wrong = server
        .sign_in("olena@acme.example", "seven blue bottles!", false)
        .await;
    let unknown = server
        .sign_in("nobody@acme.example", "seven blue bottles!", false)
        .await;
    wrong.is_problem(401, "sign_in_failed");
    assert_eq!(without_id(&wrong), without_id(&unknown));
    let names = |answer: &Answer| {
        answer
            .headers
            .keys()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&wrong), names(&unknown));
    assert!(!wrong.headers.contains_key("set-cookie"));
}

fn without_id(answer: &Answer) -> Value {
    let mut body = answer.json();
    body["request_id"] = Value::Null;
    body
}

#[tokio::test]
async fn ten_wrong_passwords_a_minute_are_all_one_address_gets() {
    let (server, _) = Server::set_up().await;
    for n in 0..10 {
        server
            .sign_in(&format!("user{n}"), "seven blue bottles!", false)
            .await
            .is_problem(401, "sign_in_failed");
    }
    let limited = server.sign_in("olena", PASSWORD, false).await;
    limited.is_problem(429, "rate_limited");
    assert_eq!(limited.header("retry-after"), "60");
    assert_eq!(limited.json()["retry_after"], 60);

    let server = server.restarted().await;
    server
        .sign_in("olena", PASSWORD, false)
        .await
        .is_problem(429, "rate_limited");

    server.clock.turn(Duration::from_mins(1));
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}

#[tokio::test]
async fn right_passwords_never_count() {
    let (server, _) = Server::set_up().await;
    for _ in 0..12 {
        assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
    }
}

#[tokio::test]
async fn an_address_is_found_in_every_form() {
    let (server, _) = Server::set_up().await;
    for address in [
        "acme",
        "ACME",
        "/c/acme",
        &format!("{}/c/acme/", server.url),
    ] {
        let answer = resolve(&server, address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.json()["crm"]["name"], "Acme");
        assert_eq!(answer.json()["page"], "/c/acme/sign-in");
        assert_eq!(answer.json()["methods"], json!(["password", "qr"]));
    }
    for address in ["berry", "https://other.example/c/acme", ""] {
        resolve(&server, address)
            .await
            .is_problem(404, "crm_not_found");
    }
    server
        .get("/api/v1/sign-in/resolve")
        .await
        .is_problem(400, "validation_failed");
}

#[tokio::test]
async fn looking_addresses_up_is_limited_at_both_doors() {
    let (server, _) = Server::set_up().await;
    for n in 0..30 {
        if n % 2 == 0 {
            resolve(&server, "berry")
                .await
                .is_problem(404, "crm_not_found");
        } else {
            let body = json!({ "address": "berry", "login": "x", "password": "y" });
            server
                .post("/api/v1/sign-in", &body)
                .await
                .is_problem(404, "crm_not_found");
        }
    }
    resolve(&server, "acme")
        .await
        .is_problem(429, "rate_limited");
    let body = json!({ "address": "berry", "login": "x", "password": "y" });
    server
        .post("/api/v1/sign-in", &body)
        .await
        .is_problem(429, "rate_limited");
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}

async fn resolve(server: &Server, address: &str) -> Answer {
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    server
        .get(&format!("/api/v1/sign-in/resolve?address={address}"))
        .await
}

#[tokio::test]
async fn pages_lead_to_where_one_belongs() {
    let (server, answer) = Server::set_up().await;
    let cookie = answer.cookie();
    let away = server.get("/c/acme/").await;
    assert_eq!(
        (away.status.as_u16(), away.header("location")),
        (303, "/c/acme/sign-in?return=/c/acme/")
    );
    let staff = server.get("/c/acme/staff").await;
    assert_eq!(
        (staff.status.as_u16(), staff.header("location")),
        (303, "/c/acme/sign-in?return=/c/acme/staff")
    );
    let page = server.get("/c/acme/sign-in").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("data-crm-name=\"Acme\""), "{page:?}");
    for path in ["/c/acme/", "/c/acme/staff"] {
        let inside = server.get_with(path, &cookie).await;
        assert!(inside.text.contains("data-crm-name=\"Acme\""), "{inside:?}");
    }
    let home = server.get_with("/c/acme/sign-in", &cookie).await;
    assert_eq!(
        (home.status.as_u16(), home.header("location")),
        (303, "/c/acme/")
    );
    assert_eq!(server.get("/c/acme").await.header("location"), "/c/acme/");
    for path in [
        "/c/berry/",
        "/c/berry/staff",
        "/c/berry/sign-in",
        "/c/berry/enter",
        "/c/A%2F..%2F/",
        "/nowhere",
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains("data-page=\"not-found\""), "{path}");
    }
}

#[tokio::test]
async fn the_portals_pages_are_for_who_is_signed_in_there() {
    let (server, answer) = Server::set_up().await;
    let body = json!({ "login": "olena@acme.example", "password": PASSWORD });
    let ticket = server.post("/api/v1/sign-in", &body).await.cookie();
    let open = server
        .request(Method::POST, "/api/v1/sign-in/tickets/current/open")
        .header("cookie", ticket)
        .json(&json!({ "choice": "portal" }));
    let portal = send(open).await.cookie();
    for path in ["/account", "/account/settings"] {
        for away in [
            server.get(path).await,
            server.get_with(path, &answer.cookie()).await,
        ] {
            let to = (away.status.as_u16(), away.header("location"));
            assert_eq!(to, (303, "/sign-in"), "{path}");
        }
        assert_eq!(server.get_with(path, &portal).await.status, 200, "{path}");
    }
}
