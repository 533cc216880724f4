//! What the holder of an account is called, and how they are written to.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, Server, send},
    team::olena,
    visitor::Visitor,
};

const ME: &str = "/portal/me";

async fn patch(who: &Visitor<'_>, body: &Value) -> Answer {
    let version = who.get(ME).await.header("etag").to_owned();
    let headers = [("if-match", version.as_str())];
    who.call(Method::PATCH, ME, Some(body), &headers).await
}

/// What she is called in her CRM.
async fn name_inside(her: &Visitor<'_>) -> Value {
    let session = her.get("/c/acme/session").await.json();
    session["user"]["display_name"].clone()
}

#[tokio::test]
async fn an_account_is_called_otherwise_and_its_user_only_where_that_is_wanted() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let inside = olena(&server).await;
    let body = json!({ "name": " Olha\tTkach ", "locale": "RU", "time_zone": "Europe/Berlin" });
    let changed = patch(&hers, &body).await;
    assert_eq!(
        (changed.status.as_u16(), changed.header("etag")),
        (200, "\"v2\"")
    );
    let account = changed.json();
    assert_eq!(
        (&account["name"], &account["locale"], &account["time_zone"]),
        (&json!("Olha Tkach"), &json!("ru"), &json!("Europe/Berlin"))
    );
    assert_eq!(hers.get(ME).await.json()["account"], account);
    assert_eq!(name_inside(&inside).await, "Olena Koval");

    // Nothing else is changed: her user catches up.
    let changed = patch(&hers, &json!({ "in_crms": true })).await;
    assert_eq!(
        (changed.status.as_u16(), changed.header("etag")),
        (200, "\"v2\"")
    );
    assert_eq!(name_inside(&inside).await, "Olha Tkach");
    let log = inside
        .get("/c/acme/audit?kind=profile.updated")
        .await
        .json();
    assert_eq!(log["items"][0]["actor"]["kind"], "account");
    let again = patch(&hers, &json!({ "in_crms": true })).await;
    assert_eq!(again.status, 200, "{again:?}");
    let log = inside
        .get("/c/acme/audit?kind=profile.updated")
        .await
        .json();
    assert_eq!(
        log["items"].as_array().map(Vec::len),
        Some(1),
        "no change, no trace"
    );
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_and_nothing_is_changed() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let inside = olena(&server).await;
    for (body, errors) in [
        (json!({ "name": null }), vec![("/name", "required")]),
        (
            json!({ "name": "ї".repeat(121) }),
            vec![("/name", "too_long")],
        ),
        (
            json!({ "name": "ї".repeat(61), "in_crms": true }),
            vec![("/name", "too_long")],
        ),
        (
            json!({ "name": " ", "locale": "de", "time_zone": "Europe/Atlantis" }),
            vec![
                ("/name", "required"),
                ("/locale", "unknown"),
                ("/time_zone", "unknown"),
            ],
        ),
        (
            json!({ "email": "x@acme.example" }),
            vec![("/email", "invalid")],
        ),
        (
            json!({ "is_operator": true }),
            vec![("/is_operator", "invalid")],
        ),
    ] {
        let refused = patch(&hers, &body).await;
        refused.is_problem(400, "validation_failed");
        let told = refused.json();
        let told = told["errors"].as_array().expect("a list").iter();
        let told: Vec<_> = told
            .map(|error| (error["pointer"].clone(), error["code"].clone()))
            .collect();
        let errors = errors
            .iter()
            .map(|(pointer, code)| (json!(pointer), json!(code)));
        assert_eq!(told, errors.collect::<Vec<_>>(), "{body}");
    }
    assert_eq!(hers.get(ME).await.json()["account"]["version"], 1);
    assert_eq!(name_inside(&inside).await, "Olena Koval");
}

#[tokio::test]
async fn a_change_says_what_it_changes_and_comes_from_a_page_of_the_portal() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let body = json!({ "name": "Eve" });
    let call =
        async |headers: &[(&str, &str)]| hers.call(Method::PATCH, ME, Some(&body), headers).await;
    call(&[]).await.is_problem(428, "precondition_required");
    call(&[("if-match", "\"v2\"")])
        .await
        .is_problem(412, "version_conflict");
    let unproved = [("if-match", "\"v1\""), ("x-csrf-token", "")];
    call(&unproved).await.is_problem(403, "csrf_failed");
    let elsewhere = [("if-match", "\"v1\""), ("sec-fetch-site", "cross-site")];
    call(&elsewhere).await.is_problem(403, "origin_refused");
    let nobody = server.request(Method::PATCH, "/api/v1/portal/me");
    let nobody = nobody.header("sec-fetch-site", "same-origin").json(&body);
    send(nobody).await.is_problem(401, "unauthenticated");
    assert_eq!(hers.get(ME).await.json()["account"]["name"], "Olena Koval");
}
