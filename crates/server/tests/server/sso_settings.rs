//! Providers of a CRM, which its admins configure.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::Server,
    letters::Letters,
    rogue::Rogue,
    team::{PROVIDERS, id, ihor, olena, provider_body},
};

#[tokio::test]
async fn a_provider_is_kept_as_it_was_filled_in_and_its_secret_is_never_shown() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let olena = olena(&server).await;
    let body = provider_body(
        &rogue.issuer,
        &json!({ "domains": ["Acme.Example", "acme.example"] }),
    );
    let added = olena.post(PROVIDERS, &body).await;
    assert_eq!(added.status, 201, "{added:?}");
    assert_eq!(added.header("etag"), "\"v1\"");
    let listed = olena.get(PROVIDERS).await;
    assert!(!listed.text.contains("a secret"), "{listed:?}");
    let list = listed.json();
    assert_eq!(list["redirect_uri"], format!("{}/sso/callback", server.url));
    let item = &list["items"][0];
    assert_eq!(item, &added.json());
    let domain = &item["domains"][0];
    assert_eq!(domain["domain"], "acme.example");
    assert_eq!(domain["record"], "_ninefold-sso.acme.example");
    assert!(
        domain["value"]
            .as_str()
            .is_some_and(|text| text.starts_with("ninefold-sso="))
    );
    assert_eq!(
        (&item["has_client_secret"], &domain["proven_at"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(item["domains"].as_array().map(Vec::len), Some(1));

    let provider_id = id(item);
    let path = format!("{PROVIDERS}/{provider_id}");
    let put = async |version: &str, body: &Value| {
        let headers = [("if-match", version)];
        olena.call(Method::PUT, &path, Some(body), &headers).await
    };
    let mut body = provider_body(&rogue.issuer, &json!({ "label": "Other" }));
    body["client_secret"] = Value::Null;
    let changed = put("\"v1\"", &body).await;
    let told = changed.json();
    assert_eq!(
        (&told["label"], &told["has_client_secret"], &told["domains"]),
        (&json!("Other"), &json!(true), &json!([])),
        "{changed:?}"
    );
    put("\"v1\"", &body)
        .await
        .is_problem(412, "version_conflict");
    body["client_secret"] = json!("");
    assert_eq!(
        put("\"v2\"", &body).await.json()["has_client_secret"],
        false
    );
    body["issuer"] = json!("https://login.example");
    put("\"v3\"", &body)
        .await
        .is_problem(400, "validation_failed");
    let stale = [("if-match", "\"v1\"")];
    let gone = olena.call(Method::DELETE, &path, None, &stale).await;
    gone.is_problem(412, "version_conflict");
    let now = [("if-match", "\"v3\"")];
    assert_eq!(
        olena.call(Method::DELETE, &path, None, &now).await.status,
        204
    );
    assert_eq!(olena.get(PROVIDERS).await.json()["items"], json!([]));
}

#[tokio::test]
async fn a_provider_that_is_not_what_it_is_called_or_stands_inside_is_refused() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let olena = olena(&server).await;
    let add = async |issuer: &str| {
        olena
            .post(PROVIDERS, &provider_body(issuer, &json!({})))
            .await
    };
    for inside in [
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://[::1]:8443",
        "http://localhost",
        "http://login.example",
        "https://user@login.example",
    ] {
        add(inside).await.is_problem(422, "target_refused");
    }
    for wrong in [
        "",
        "login.example",
        "ftp://login.example",
        "https://login.example?x=1",
    ] {
        let answer = add(wrong).await;
        answer.is_problem(400, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/issuer");
    }
    add(&format!("{}/", rogue.issuer))
        .await
        .is_problem(400, "sso_failed");
    rogue.say(&json!({ "token_endpoint": "https://10.0.0.1/token" }));
    add(&rogue.issuer).await.is_problem(422, "target_refused");
    rogue.say(&json!({ "authorization_endpoint": "javascript:alert(1)" }));
    add(&rogue.issuer).await.is_problem(422, "target_refused");
    rogue.say(&json!({}));
    assert_eq!(add(&rogue.issuer).await.status, 201);
    let again = add(&rogue.issuer).await;
    assert_eq!(again.json()["errors"][0]["code"], "taken", "{again:?}");
    let labelled = json!({ "label": " ", "client_id": "", "domains": ["acme.example", "x"] });
    let faults = olena
        .post(PROVIDERS, &provider_body(&rogue.issuer, &labelled))
        .await;
    let pointers: Vec<Value> = faults.json()["errors"]
        .as_array()
        .expect("faults")
        .iter()
        .map(|fault| fault["pointer"].clone())
        .collect();
    assert_eq!(pointers, ["/client_id", "/label", "/domains/1"]);
}

#[tokio::test]
async fn providers_are_for_admins_who_have_just_proved_who_they_are() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let rogue = Rogue::start().await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let body = provider_body(&rogue.issuer, &json!({}));
    ihor.get(PROVIDERS).await.is_problem(403, "forbidden");
    ihor.post(PROVIDERS, &body)
        .await
        .is_problem(403, "forbidden");
    server
        .get("/api/v1/c/acme/sso-providers")
        .await
        .is_problem(401, "unauthenticated");
    server.clock.turn(Duration::from_mins(15));
    olena
        .post(PROVIDERS, &body)
        .await
        .is_problem(403, "step_up_required");
    assert_eq!(olena.get(PROVIDERS).await.status, 200);
    let unknown = "/sign-in/sso/0192f0c1-2345-7abc-8def-0123456789ab/start";
    olena
        .post(unknown, &json!({}))
        .await
        .is_problem(404, "not_found");
}

#[tokio::test]
async fn a_provider_that_is_switched_off_is_offered_to_nobody() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let olena = olena(&server).await;
    let body = provider_body(
        &rogue.issuer,
        &json!({ "enabled": false, "required": true }),
    );
    let provider_id = id(&olena.post(PROVIDERS, &body).await.json());
    let resolved = server
        .get("/api/v1/sign-in/resolve?address=acme")
        .await
        .json();
    assert_eq!(
        (&resolved["methods"], &resolved["sso"]),
        (&json!(["password", "qr"]), &json!([]))
    );
    let start = format!("/api/v1/sign-in/sso/{provider_id}/start");
    server
        .post(&start, &json!({}))
        .await
        .is_problem(404, "not_found");
}
