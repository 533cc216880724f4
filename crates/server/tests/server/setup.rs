//! The first start.

use serde_json::json;

use crate::harness::{PASSWORD, Server, setup_body};

#[tokio::test]
async fn set_up_makes_everything_and_signs_the_owner_in() {
    let (server, answer) = Server::set_up().await;
    let body = answer.json();
    assert_eq!(body["crm"]["slug"], "acme");
    assert_eq!(body["crm"]["address"], format!("{}/c/acme", server.url));
    assert_eq!(body["next"]["url"], "/c/acme/");
    assert_eq!(
        body["account"],
        json!({ "name": "Olena Koval", "email": "olena@acme.example" })
    );

    let session = server
        .get_with("/api/v1/c/acme/session", &answer.cookie())
        .await;
    assert_eq!(session.status, 200);
    let user = &session.json()["user"];
    assert_eq!(user["display_name"], "Olena Koval");
    assert_eq!(
        (user["username"].as_str(), user["role"].as_str()),
        (Some("olena"), Some("owner"))
    );
}

#[tokio::test]
async fn a_wrong_token_sets_nothing_up() {
    let server = Server::empty().await;
    let mut body = setup_body();
    body["token"] = json!("wrong");
    server
        .post("/api/v1/setup", &body)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(
        server.post("/api/v1/setup", &setup_body()).await.status,
        200,
        "the right one still works"
    );
}

#[tokio::test]
async fn guessing_tokens_is_limited() {
    let server = Server::empty().await;
    let mut body = setup_body();
    body["token"] = json!("wrong");
    for _ in 0..10 {
        server
            .post("/api/v1/setup", &body)
            .await
            .is_problem(400, "ticket_invalid");
    }
    server
        .post("/api/v1/setup", &body)
        .await
        .is_problem(429, "rate_limited");
}

#[tokio::test]
async fn set_up_is_gone_once_it_is_done() {
    let (server, _) = Server::set_up().await;
    server
        .post("/api/v1/setup", &setup_body())
        .await
        .is_problem(404, "not_found");
    assert_eq!(server.get("/setup").await.status, 404);
    assert_eq!(server.get("/").await.header("location"), "/sign-in");
    let server = server.restarted().await;
    server
        .post("/api/v1/setup", &setup_body())
        .await
        .is_problem(404, "not_found");
}

#[tokio::test]
async fn an_empty_server_leads_to_set_up() {
    let server = Server::empty().await;
    assert_eq!(server.get("/setup").await.status, 200);
    for path in ["/", "/sign-in"] {
        assert_eq!(
            server.get(path).await.header("location"),
            "/setup",
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_in_the_readers_language() {
    let server = Server::empty().await;
    let mut body = setup_body();
    (body["name"], body["email"], body["time_zone"]) = (json!(" "), json!("olena"), json!("Mars"));
    let request = server.request(reqwest::Method::POST, "/api/v1/setup");
    let answer = crate::harness::send(request.header("accept-language", "ru").json(&body)).await;
    answer.is_problem(400, "validation_failed");
    let errors = answer.json()["errors"].clone();
    let pointers: Vec<_> = errors
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| e["pointer"].clone())
        .collect();
    assert_eq!(pointers, ["/name", "/email", "/time_zone"]);
    assert_eq!(errors[0]["detail"], "Заполните это поле.");
    assert_eq!(answer.json()["title"], "Некоторые поля заполнены неверно");
}

#[tokio::test]
async fn unknown_fields_and_other_formats_are_refused() {
    let server = Server::empty().await;
    let mut body = setup_body();
    body["is_admin"] = json!(true);
    let answer = server.post("/api/v1/setup", &body).await;
    answer.is_problem(400, "validation_failed");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/is_admin");

    let form = server
        .request(reqwest::Method::POST, "/api/v1/setup")
        .body("token=x");
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    crate::harness::send(form)
        .await
        .is_problem(415, "unsupported_media_type");

    let huge = json!({ "token": "x".repeat(1024 * 1024 + 1) });
    server
        .post("/api/v1/setup", &huge)
        .await
        .is_problem(413, "payload_too_large");
}

#[tokio::test]
async fn weak_passwords_are_refused_with_the_reason() {
    let server = Server::empty().await;
    for (password, code) in [
        ("fourteen chars", "too_short"),
        ("aaaaaaaaaaaaaaaaaaa", "common"),
        ("olena@acme.example", "personal"),
    ] {
        let mut body = setup_body();
        body["password"] = json!(password);
        let answer = server.post("/api/v1/setup", &body).await;
        answer.is_problem(422, "password_weak");
        assert_eq!(answer.json()["errors"][0]["code"], code);
        assert_eq!(answer.json()["errors"][0]["pointer"], "/password");
    }
    assert_eq!(
        server.sign_in("olena", PASSWORD, false).await.status,
        404,
        "nothing was made"
    );
}
