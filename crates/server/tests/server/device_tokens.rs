//! Desktop clients that make themselves known, and the tokens that they get.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server, send},
    letters::Letters,
    portal,
    team::{ihor, olena, with_password},
    visitor::Visitor,
};

const DEVICES: &str = "/c/acme/devices";
const CURRENT: &str = "/c/acme/devices/current";
const NAME: &str = "Ninefold on thinkpad";
const NEW: &str = "eight yellow submarines";

fn body(name: &str) -> Value {
    json!({ "name": name, "platform": "linux" })
}

/// Makes the client of a session known; gives its id and its token.
async fn register(visitor: &Visitor<'_>, at: &str) -> (String, String) {
    let answer = visitor.post(at, &body(NAME)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let made = answer.json();
    let text = |key: &str| made[key].as_str().expect("text").to_owned();
    (text("id"), text("token"))
}

async fn token_of(visitor: &Visitor<'_>) -> String {
    register(visitor, DEVICES).await.1
}

/// A request of a client, which has a token and no cookies.
async fn by_token(server: &Server, method: Method, path: &str, token: &str) -> Answer {
    let request = server
        .request(method, &format!("/api/v1{path}"))
        .header("authorization", format!("Bearer {token}"));
    send(request).await
}

async fn status(server: &Server, token: &str) -> u16 {
    let answer = by_token(server, Method::GET, CURRENT, token).await;
    answer.status.as_u16()
}

#[track_caller]
fn is_nobody(answer: &Answer) {
    answer.is_problem(401, "unauthenticated");
}

/// The sessions of a person at the CRM; the one that asks comes first where all are as old.
async fn sessions(visitor: &Visitor<'_>) -> Vec<Value> {
    let listed = visitor.get("/c/acme/me/sessions").await.json();
    listed["items"].as_array().expect("a list").clone()
}

fn own(sessions: &[Value], is_current: bool) -> &Value {
    let mut found = sessions
        .iter()
        .filter(|row| row["is_current"] == is_current);
    found.next().expect("there")
}

#[tokio::test]
async fn a_client_is_known_by_its_token_and_named_in_the_list() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    assert_eq!(
        own(&sessions(&hers).await, true)["client_name"],
        Value::Null
    );
    hers.get(CURRENT).await.is_problem(404, "not_found");
    let (id, token) = register(&hers, DEVICES).await;
    let known = by_token(&server, Method::GET, CURRENT, &token).await;
    let expected = json!({
        "id": id, "name": NAME, "platform": "linux", "registered_at": "2027-01-15T08:00:00.000Z",
    });
    assert_eq!(known.json(), expected, "{known:?}");
    assert_eq!(hers.get(CURRENT).await.json(), expected);
    let listed = sessions(&hers).await;
    assert_eq!(own(&listed, true)["client_name"], NAME);
    assert_eq!(own(&listed, false)["client_name"], Value::Null);
}

#[tokio::test]
async fn who_registers_again_gets_a_new_token_in_place_of_the_old_one() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (id, first) = register(&hers, DEVICES).await;
    let (again, second) = register(&hers, DEVICES).await;
    assert_eq!(id, again);
    assert_eq!(status(&server, &first).await, 401);
    assert_eq!(status(&server, &second).await, 200);
    // Another session of hers has one of its own.
    let other = token_of(&olena(&server).await).await;
    assert_eq!(status(&server, &second).await, 200);
    assert_eq!(status(&server, &other).await, 200);
}

#[tokio::test]
async fn a_name_is_one_line_of_sixty_characters_at_most() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let tidied = hers
        .post(DEVICES, &body(" Ninefold\u{0} on\n\u{1b}thinkpad "))
        .await;
    assert_eq!(tidied.status, 201, "{tidied:?}");
    assert_eq!(hers.get(CURRENT).await.json()["name"], NAME);
    for (name, code) in [
        ("", "required"),
        ("\u{7}", "required"),
        (&"x".repeat(61), "too_long"),
    ] {
        let refused = hers.post(DEVICES, &body(name)).await;
        refused.is_problem(400, "validation_failed");
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/name"), &json!(code))
        );
    }
    for other in [
        json!({ "name": NAME, "platform": "amiga" }),
        json!({ "name": NAME }),
        json!({ "name": NAME, "platform": "linux", "session": "1" }),
    ] {
        let refused = hers.post(DEVICES, &other).await;
        refused.is_problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn a_token_is_taken_back_by_itself_or_by_its_session_which_stays() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let token = token_of(&hers).await;
    let gone = by_token(&server, Method::DELETE, CURRENT, &token).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    is_nobody(&by_token(&server, Method::DELETE, CURRENT, &token).await);

    let token = token_of(&hers).await;
    assert_eq!(hers.delete(CURRENT).await.status, 204);
    assert_eq!(status(&server, &token).await, 401);
    hers.delete(CURRENT).await.is_problem(404, "not_found");
    assert_eq!(
        own(&sessions(&hers).await, true)["client_name"],
        Value::Null
    );
}

#[tokio::test]
async fn signing_out_ends_the_token_of_that_session_alone() {
    let (server, _) = Server::set_up().await;
    let (hers, other) = (olena(&server).await, olena(&server).await);
    let (token, others) = (token_of(&hers).await, token_of(&other).await);
    let out = hers.post("/c/acme/sign-out", &json!({})).await;
    assert_eq!(out.status, 200, "{out:?}");
    is_nobody(&by_token(&server, Method::GET, CURRENT, &token).await);
    assert_eq!(status(&server, &others).await, 200);
}

#[tokio::test]
async fn a_token_ends_with_its_session_in_the_list() {
    let (server, _) = Server::set_up().await;
    let (here, there) = (olena(&server).await, olena(&server).await);
    let (mine, theirs) = (token_of(&here).await, token_of(&there).await);
    let listed = sessions(&here).await;
    let named = |row: &&Value| row["client_name"] == NAME && row["is_current"] == false;
    let id = listed.iter().find(named).expect("the other one")["id"].clone();
    let path = format!("/c/acme/me/sessions/{}", id.as_str().expect("an id"));
    assert_eq!(here.delete(&path).await.status, 204);
    assert_eq!(status(&server, &theirs).await, 401);

    let third = token_of(&olena(&server).await).await;
    let end = |which: &str| format!("/c/acme/me/sessions/{which}");
    let ended = here.post(&end("revoke-others"), &json!({})).await;
    assert_eq!(ended.status, 204, "{ended:?}");
    assert_eq!(status(&server, &third).await, 401);
    assert_eq!(status(&server, &mine).await, 200);
    let ended = here.post(&end("revoke-all"), &json!({})).await;
    assert_eq!(ended.status, 204, "{ended:?}");
    assert_eq!(status(&server, &mine).await, 401);
}

#[tokio::test]
async fn a_new_password_leaves_the_token_of_the_session_that_set_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let his = ihor(&letters, &olena(server).await).await;
    let other = with_password(server, "ihor").await;
    let (mine, others) = (token_of(&his).await, token_of(&other).await);
    let change = json!({ "current": PASSWORD, "new": NEW, "confirmation": NEW });
    let changed = his.post("/c/acme/me/password", &change).await;
    assert_eq!(changed.status, 204, "{changed:?}");
    assert_eq!(status(server, &mine).await, 200);
    assert_eq!(status(server, &others).await, 401);
}

#[tokio::test]
async fn a_password_that_was_reset_ends_every_token() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let his = ihor(&letters, &olena(server).await).await;
    let token = token_of(&his).await;
    let forgotten = json!({ "email": "ihor@acme.example", "address": "acme" });
    server.post("/api/v1/password-reset", &forgotten).await;
    let ticket = letters.wait(2).await[1].ticket().to_owned();
    let set = json!({ "ticket": ticket, "new": NEW, "confirmation": NEW });
    let done = server.post("/api/v1/password-reset/complete", &set).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(status(server, &token).await, 401);
}

#[tokio::test]
async fn who_is_put_out_takes_no_token_along() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let owner = olena(server).await;
    let first = token_of(&ihor(&letters, &owner).await).await;
    let users = owner.get("/c/acme/users").await.json();
    let mut users = users["items"].as_array().expect("a list").iter();
    let him = users.find(|user| user["username"] == "ihor");
    let him = him.expect("there").clone();
    let path = format!("/c/acme/users/{}", him["id"].as_str().expect("an id"));
    let ended = owner
        .post(&format!("{path}/revoke-sessions"), &json!({}))
        .await;
    assert_eq!(ended.status, 204, "{ended:?}");
    assert_eq!(status(server, &first).await, 401);

    let second = token_of(&with_password(server, "ihor").await).await;
    assert_eq!(status(server, &second).await, 200);
    let version = format!("\"v{}\"", him["version"]);
    let out = json!({ "status": "deactivated" });
    let headers = [("if-match", version.as_str())];
    let done = owner.call(Method::PATCH, &path, Some(&out), &headers).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(status(server, &second).await, 401);
}

#[tokio::test]
async fn a_token_ends_with_its_crm_and_with_its_sessions_time() {
    let (server, _) = Server::set_up().await;
    let late = token_of(&olena(&server).await).await;
    server.clock.turn(Duration::from_hours(12));
    assert_eq!(status(&server, &late).await, 401);

    let token = token_of(&olena(&server).await).await;
    let holder = Visitor::at_the_portal(&server).await;
    let crm = holder.crms().await[0].clone();
    let path = format!("/portal/crms/{}", crm["id"].as_str().expect("an id"));
    let name = json!({ "name": "Acme" });
    let scheduled = holder.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    assert_eq!(status(&server, &token).await, 401);
}

#[tokio::test]
async fn a_token_is_good_at_its_own_crm_alone() {
    let (server, _) = Server::set_up().await;
    let holder = Visitor::at_the_portal(&server).await;
    let made = portal::create(&holder, "Berry", "1").await;
    assert_eq!(made.status, 200, "{made:?}");
    // The same person has both.
    let berry = Visitor::new(&server);
    let login = json!({ "address": "berry", "login": "olena@acme.example", "password": PASSWORD });
    assert_eq!(berry.post("/sign-in", &login).await.json()["next"], "open");
    berry.take_csrf("/c/berry/session").await;
    let (_, of_berry) = register(&berry, "/c/berry/devices").await;
    let of_acme = token_of(&olena(&server).await).await;
    for (token, other) in [(&of_berry, "acme"), (&of_acme, "berry")] {
        let path = format!("/c/{other}/devices/current");
        for method in [Method::GET, Method::DELETE] {
            is_nobody(&by_token(&server, method, &path, token).await);
        }
    }
    assert_eq!(status(&server, &of_acme).await, 200);
    let (elsewhere, _) = Server::set_up().await;
    assert_eq!(status(&elsewhere, &of_acme).await, 401);
    by_token(&server, Method::GET, "/c/cherry/devices/current", &of_acme)
        .await
        .is_problem(404, "crm_not_found");
}

#[tokio::test]
async fn nobody_takes_back_or_sees_the_client_of_somebody_else() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let token = token_of(&hers).await;
    his.get(CURRENT).await.is_problem(404, "not_found");
    his.delete(CURRENT).await.is_problem(404, "not_found");
    // Nor another session of her own.
    let other = olena(server).await;
    other.delete(CURRENT).await.is_problem(404, "not_found");
    assert_eq!(status(server, &token).await, 200);
    let portal = Visitor::at_the_portal(server).await;
    is_nobody(&portal.post(DEVICES, &body(NAME)).await);
}

#[tokio::test]
async fn a_page_of_another_site_registers_and_takes_back_nothing() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let token = token_of(&hers).await;
    let sent = body("Evil");
    for (headers, code) in [
        ([("sec-fetch-site", "cross-site")], "origin_refused"),
        ([("x-csrf-token", "AAAA")], "csrf_failed"),
    ] {
        let made = hers
            .call(Method::POST, DEVICES, Some(&sent), &headers)
            .await;
        made.is_problem(403, code);
        let gone = hers.call(Method::DELETE, CURRENT, None, &headers).await;
        gone.is_problem(403, code);
    }
    assert_eq!(status(&server, &token).await, 200);
}

#[tokio::test]
async fn a_token_opens_nothing_else_and_a_cookie_is_no_token() {
    let (server, answer) = Server::set_up().await;
    let hers = olena(&server).await;
    let token = token_of(&hers).await;
    for path in [
        "/c/acme/session",
        "/c/acme/users",
        "/c/acme/me",
        "/c/acme/me/sessions",
        "/portal/me",
    ] {
        is_nobody(&by_token(&server, Method::GET, path, &token).await);
    }
    is_nobody(&by_token(&server, Method::POST, DEVICES, &token).await);
    is_nobody(&by_token(&server, Method::POST, "/c/acme/sign-out", &token).await);
    let (name, cookie) = answer
        .cookie()
        .split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .expect("a cookie");
    assert_eq!(server.probe(&format!("{name}={token}")).await, 401);
    assert_eq!(status(&server, &cookie).await, 401);
}

#[tokio::test]
async fn who_presents_a_dead_token_is_nobody_whatever_cookies_come_along() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    token_of(&hers).await;
    for header in ["Bearer AAAA", "Bearer", "Basic b2xlbmE6eA==", ""] {
        let headers = [("authorization", header)];
        for method in [Method::GET, Method::DELETE] {
            is_nobody(&hers.call(method, CURRENT, None, &headers).await);
        }
    }
    assert_eq!(hers.get(CURRENT).await.status, 200);
}

#[tokio::test]
async fn who_must_set_a_second_factor_up_first_gets_nowhere_by_a_token_either() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let owner = olena(server).await;
    ihor(&letters, &owner).await;
    let rules = "/c/acme/settings/second-factor";
    let version = owner.get(rules).await.header("etag").to_owned();
    let demand = json!({ "policy": "required", "allow_trusted_devices": true });
    let headers = [("if-match", version.as_str())];
    let changed = owner
        .call(Method::PUT, rules, Some(&demand), &headers)
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    server
        .clock
        .turn(Duration::from_hours(7 * 24).saturating_sub(Duration::from_mins(1)));
    let token = token_of(&with_password(server, "ihor").await).await;
    assert_eq!(status(server, &token).await, 200);
    server.clock.turn(Duration::from_mins(1));
    let late = by_token(server, Method::GET, CURRENT, &token).await;
    late.is_problem(403, "factor_required_by_policy");
}

#[tokio::test]
async fn a_token_shares_the_limit_of_its_session() {
    let (server, _) = Server::set_up().await;
    let token = token_of(&olena(&server).await).await;
    let mut answers = Vec::new();
    for _ in 0..600 {
        answers.push(status(&server, &token).await);
    }
    // Two calls were made to get the token.
    let refused = answers.iter().filter(|answer| **answer == 429).count();
    assert_eq!((answers[0], refused), (200, 2));
}

#[tokio::test]
async fn a_token_outlives_a_restart_and_lies_nowhere_in_the_clear() {
    let (server, _) = Server::set_up().await;
    let token = token_of(&olena(&server).await).await;
    let server = server.restarted().await;
    assert_eq!(status(&server, &token).await, 200);
    for file in std::fs::read_dir(server.folder.path()).expect("readable") {
        let path = file.expect("an entry").path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let found = bytes
            .windows(token.len())
            .any(|part| part == token.as_bytes());
        assert!(!found, "{}", path.display());
    }
}
