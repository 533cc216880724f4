//! Keys of programs: made and taken back by admins, and good for what they name and nothing else.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server, send},
    letters::Letters,
    portal,
    staff::{patch, users},
    team::{ihor, olena, with_password},
    visitor::Visitor,
};

const KEYS: &str = "/c/acme/api-keys";
const USERS: &str = "/c/acme/users";

pub(crate) fn body(scopes: &[&str]) -> Value {
    json!({ "name": "Reporting", "scopes": scopes })
}

/// Makes a key; returns its id and its text.
pub(crate) async fn make(visitor: &Visitor<'_>, path: &str, scopes: &[&str]) -> (String, String) {
    let made = visitor.post(path, &body(scopes)).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.json();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    (text(&made["api_key"]["id"]), text(&made["secret"]))
}

/// A program's call, which brings no cookies.
pub(crate) async fn by_key(server: &Server, method: Method, path: &str, key: &str) -> Answer {
    let request = server.request(method, &format!("/api/v1{path}"));
    send(request.header("authorization", format!("Bearer {key}"))).await
}

async fn status(server: &Server, key: &str) -> u16 {
    by_key(server, Method::GET, USERS, key)
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn a_key_reads_and_is_shown_once() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (_, key) = make(&hers, KEYS, &["read"]).await;
    let users = by_key(&server, Method::GET, USERS, &key).await;
    assert_eq!(users.json()["items"][0]["username"], "olena", "{users:?}");
    assert_eq!(users.json()["items"][0]["can_reset_factor"], false);
    let listed = hers.get(KEYS).await;
    assert!(!listed.text.contains(&key), "{listed:?}");
    let item = &listed.json()["items"][0];
    let begins = item["begins"].as_str().expect("text");
    assert!(key.starts_with(&format!("{begins}_")), "{begins}");
    assert_eq!(item["made_by"], "Olena Koval");
    assert_eq!(item["last_used_at"], "2027-01-15T08:00:00.000Z");
}

#[tokio::test]
async fn a_key_takes_a_name_scopes_and_a_step_up() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for (wrong, pointer) in [
        (json!({ "name": " ", "scopes": ["read"] }), "/name"),
        (
            json!({ "name": "a".repeat(61), "scopes": ["read"] }),
            "/name",
        ),
        (json!({ "name": "a", "scopes": [] }), "/scopes"),
        (
            json!({ "name": "a", "scopes": ["read", "read", "read"] }),
            "/scopes",
        ),
        (
            json!({ "name": "a", "scopes": ["everything"] }),
            "/scopes/0",
        ),
        (
            json!({ "name": "a", "scopes": ["read"], "days": 0 }),
            "/days",
        ),
        (
            json!({ "name": "a", "scopes": ["read"], "days": 3651 }),
            "/days",
        ),
    ] {
        let refused = hers.post(KEYS, &wrong).await;
        refused.is_problem(400, "validation_failed");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{wrong}");
    }
    server.clock.turn(Duration::from_mins(16));
    hers.post(KEYS, &body(&["read"]))
        .await
        .is_problem(403, "step_up_required");
}

#[tokio::test]
async fn a_key_that_was_taken_back_or_is_over_is_nobody() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (id, key) = make(&hers, KEYS, &["read"]).await;
    let (_, other) = make(&hers, KEYS, &["read"]).await;
    let path = format!("{KEYS}/{id}");
    assert_eq!(hers.delete(&path).await.status, 204);
    by_key(&server, Method::GET, USERS, &key)
        .await
        .is_problem(401, "unauthenticated");
    hers.delete(&path).await.is_problem(404, "not_found");
    assert_eq!(status(&server, &other).await, 200);

    let brief = json!({ "name": "Today", "scopes": ["read"], "days": 1 });
    let made = hers.post(KEYS, &brief).await.json();
    let brief = made["secret"].as_str().expect("text");
    assert_eq!(status(&server, brief).await, 200);
    server.clock.turn(Duration::from_hours(24));
    assert_eq!(status(&server, brief).await, 401);
    assert_eq!(status(&server, &other).await, 200);
}

#[tokio::test]
async fn a_key_is_good_for_its_scope_alone() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (_, key) = make(&hers, KEYS, &["webhooks"]).await;
    by_key(&server, Method::GET, USERS, &key)
        .await
        .is_problem(403, "forbidden");
}

#[tokio::test]
async fn a_key_opens_nothing_that_is_a_persons() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (id, key) = make(&hers, KEYS, &["read", "webhooks"]).await;
    for path in [
        "/c/acme/session",
        "/c/acme/me",
        "/c/acme/me/menu",
        "/c/acme/me/sessions",
        "/c/acme/me/2fa",
        "/c/acme/invitations",
        "/c/acme/settings/second-factor",
        "/c/acme/devices/current",
        "/c/acme/stream",
        KEYS,
        "/portal/me",
        "/portal/crms",
    ] {
        by_key(&server, Method::GET, path, &key)
            .await
            .is_problem(401, "unauthenticated");
    }
    for path in [
        "/c/acme/me/step-up",
        "/c/acme/me/connect-code",
        "/c/acme/sign-out",
    ] {
        let answer = by_key(&server, Method::POST, path, &key).await;
        assert!(
            [400, 401, 415].contains(&answer.status.as_u16()),
            "{answer:?}"
        );
    }
    // Nor does it make or take back keys.
    by_key(&server, Method::DELETE, &format!("{KEYS}/{id}"), &key)
        .await
        .is_problem(401, "unauthenticated");
    let cookie = format!("s_{}={key}", "0".repeat(12));
    assert_eq!(server.probe(&cookie).await, 401);
}

#[tokio::test]
async fn who_presents_a_key_asks_by_it_whatever_cookies_come_along() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (id, key) = make(&hers, KEYS, &["webhooks"]).await;
    let header = format!("Bearer {key}");
    let with = async |header: &str| {
        let headers = [("authorization", header)];
        hers.call(Method::GET, USERS, None, &headers).await
    };
    with(&header).await.is_problem(403, "forbidden");
    assert_eq!(hers.delete(&format!("{KEYS}/{id}")).await.status, 204);
    with(&header).await.is_problem(401, "unauthenticated");
    for other in ["Bearer", "Bearer crm_", "Basic b2xlbmE6eA==", ""] {
        with(other).await.is_problem(401, "unauthenticated");
    }
    assert_eq!(hers.get(USERS).await.status, 200);
}

#[tokio::test]
async fn a_key_is_good_at_its_own_crm_alone() {
    let (server, _) = Server::set_up().await;
    let holder = Visitor::at_the_portal(&server).await;
    let made = portal::create(&holder, "Berry", "1").await;
    assert_eq!(made.status, 200, "{made:?}");
    let berry = Visitor::new(&server);
    let login = json!({ "address": "berry", "login": "olena@acme.example", "password": PASSWORD });
    assert_eq!(berry.post("/sign-in", &login).await.json()["next"], "open");
    berry.take_csrf("/c/berry/session").await;
    let hers = olena(&server).await;
    let (id, of_acme) = make(&hers, KEYS, &["read"]).await;
    let (_, of_berry) = make(&berry, "/c/berry/api-keys", &["read"]).await;
    by_key(&server, Method::GET, "/c/berry/users", &of_acme)
        .await
        .is_problem(401, "unauthenticated");
    // Not even one that says it was of the other CRM.
    let (_, secret) = of_acme.split_at(17);
    let (place, _) = of_berry.split_at(17);
    by_key(
        &server,
        Method::GET,
        "/c/berry/users",
        &format!("{place}{secret}"),
    )
    .await
    .is_problem(401, "unauthenticated");
    // Nor is it the other CRM's to see or to take back.
    let listed = berry.get("/c/berry/api-keys").await;
    assert!(!listed.text.contains(&id), "{listed:?}");
    berry
        .delete(&format!("/c/berry/api-keys/{id}"))
        .await
        .is_problem(404, "not_found");
    assert_eq!(status(&server, &of_acme).await, 200);
    let (elsewhere, _) = Server::set_up().await;
    assert_eq!(status(&elsewhere, &of_acme).await, 401);
}

#[tokio::test]
async fn a_member_makes_sees_and_takes_back_no_keys() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    ihor(&letters, &hers).await;
    let his = with_password(server, "ihor").await;
    let (id, key) = make(&hers, KEYS, &["read"]).await;
    his.post(KEYS, &body(&["read"]))
        .await
        .is_problem(403, "forbidden");
    his.get(KEYS).await.is_problem(403, "forbidden");
    his.delete(&format!("{KEYS}/{id}"))
        .await
        .is_problem(403, "forbidden");
    assert_eq!(status(server, &key).await, 200);
}

#[tokio::test]
async fn the_keys_of_whoever_is_no_admin_any_more_are_nobodys() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    ihor(&letters, &hers).await;
    let his = with_password(server, "ihor").await;
    let (_, of_hers) = make(&hers, KEYS, &["read"]).await;
    let mut user = users(&hers).await[0].clone();
    assert_eq!(user["username"], "ihor");
    for change in [
        json!({ "role": "member" }),
        json!({ "status": "deactivated" }),
    ] {
        let admin = patch(&hers, &user, &json!({ "role": "admin" })).await;
        assert_eq!(admin.status, 200, "{admin:?}");
        let (_, key) = make(&his, KEYS, &["read"]).await;
        assert_eq!(status(server, &key).await, 200);
        let changed = patch(&hers, &admin.json(), &change).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        assert_eq!(status(server, &key).await, 401, "{change}");
        user = changed.json();
    }
    assert_eq!(status(server, &of_hers).await, 200);
}

#[tokio::test]
async fn a_key_rests_while_its_crm_waits_for_its_deletion() {
    let (server, _) = Server::set_up().await;
    let (_, key) = make(&olena(&server).await, KEYS, &["read"]).await;
    let holder = Visitor::at_the_portal(&server).await;
    let crm = holder.crms().await[0].clone();
    let path = format!("/portal/crms/{}", crm["id"].as_str().expect("an id"));
    let name = json!({ "name": "Acme" });
    let scheduled = holder.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    by_key(&server, Method::GET, USERS, &key)
        .await
        .is_problem(403, "crm_scheduled_for_deletion");
    by_key(&server, Method::GET, USERS, &format!("{key}x"))
        .await
        .is_problem(401, "unauthenticated");
    let back = holder
        .post(&format!("{path}/cancel-deletion"), &json!({}))
        .await;
    assert_eq!(back.status, 200, "{back:?}");
    assert_eq!(status(&server, &key).await, 200);
}

#[tokio::test]
async fn a_page_of_another_site_makes_no_key() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let sent = body(&["read"]);
    for (headers, code) in [
        ([("sec-fetch-site", "cross-site")], "origin_refused"),
        ([("x-csrf-token", "AAAA")], "csrf_failed"),
    ] {
        let made = hers.call(Method::POST, KEYS, Some(&sent), &headers).await;
        made.is_problem(403, code);
    }
    assert_eq!(hers.get(KEYS).await.json()["items"], json!([]));
}

#[tokio::test]
async fn a_key_has_a_limit_of_its_own() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (_, key) = make(&hers, KEYS, &["read"]).await;
    let mut refused = 0;
    for _ in 0..605 {
        let answer = by_key(&server, Method::GET, USERS, &key).await;
        if answer.status == 429 {
            answer.is_problem(429, "rate_limited");
            refused += 1;
        }
    }
    assert_eq!(refused, 5);
    assert_eq!(hers.get(USERS).await.status, 200);
}

#[tokio::test]
async fn a_key_outlives_a_restart_and_lies_nowhere_in_the_clear() {
    let (server, _) = Server::set_up().await;
    let (_, key) = make(&olena(&server).await, KEYS, &["read"]).await;
    let server = server.restarted().await;
    assert_eq!(status(&server, &key).await, 200);
    let secret = key.splitn(4, '_').last().expect("a secret").as_bytes();
    for file in std::fs::read_dir(server.folder.path()).expect("readable") {
        let path = file.expect("an entry").path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let found = bytes.windows(secret.len()).any(|part| part == secret);
        assert!(!found, "{}", path.display());
    }
}
