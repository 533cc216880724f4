//! What somebody is called, and what they change of that themselves.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server, send},
    letters::Letters,
    listener::Listener,
    notifications,
    team::{by_password, ihor, olena, with_password},
    visitor::Visitor,
};

const ME: &str = "/c/acme/me";
const USERNAME: &str = "/c/acme/me/username";
const MENU: &str = "/c/acme/me/menu";
const USERS: &str = "/c/acme/users";

const DAY: Duration = Duration::from_hours(24);

/// Changes something at the version that there is.
async fn change(who: &Visitor<'_>, method: Method, path: &str, body: &Value) -> Answer {
    let version = who.get(ME).await.header("etag").to_owned();
    let headers = [("if-match", version.as_str())];
    who.call(method, path, Some(body), &headers).await
}

async fn patch(who: &Visitor<'_>, body: &Value) -> Answer {
    change(who, Method::PATCH, ME, body).await
}

async fn rename(who: &Visitor<'_>, username: &str) -> Answer {
    let body = json!({ "username": username });
    change(who, Method::PUT, USERNAME, &body).await
}

/// The faults of an answer: where, and what.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    answer.is_problem(400, "validation_failed");
    let body = answer.json();
    let errors = body["errors"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    errors
        .map(|error| (text(&error["pointer"]), text(&error["code"])))
        .collect()
}

/// Somebody, as another one sees them.
async fn colleague(by: &Visitor<'_>, email: &str) -> Value {
    let users = by.get(USERS).await.json();
    let mut items = users["items"].as_array().expect("a list").iter();
    items
        .find(|user| user["email"] == email)
        .expect("there")
        .clone()
}

#[tokio::test]
async fn another_name_counts_at_once_wherever_it_is_read() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = notifications::olena(server).await;
    let his = ihor(&letters, &hers).await;
    let before = his.get(ME).await;
    assert_eq!(before.header("etag"), "\"v1\"");
    let id = before.json()["id"].clone();
    let expected = json!({
        "id": id, "first_name": "Ihor", "last_name": "Bondar", "title": "",
        "username": "ihor", "email": "ihor@acme.example", "photo_url": null, "version": 1,
    });
    assert_eq!(before.json(), expected);
    let after = hers.get("/c/acme/session").await.json()["last_event"].as_i64();
    let mut listener = Listener::of(server, &hers, after).await;

    let changed = patch(
        &his,
        &json!({ "last_name": " Bondar-\tKoval ", "title": "Agent" }),
    )
    .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.header("etag"), "\"v2\"");
    assert_eq!(changed.json()["last_name"], "Bondar- Koval");
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data, json!({ "type": "user", "id": id, "version": 2 }));
    let session = his.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["display_name"], "Ihor Bondar- Koval");
    let seen = colleague(&hers, "ihor@acme.example").await;
    assert_eq!(
        (&seen["display_name"], &seen["title"], &seen["version"]),
        (&json!("Ihor Bondar- Koval"), &json!("Agent"), &json!(2))
    );

    let renamed = rename(&his, "bondar").await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    assert_eq!(renamed.header("etag"), "\"v3\"");
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data["version"], 3);
    let session = his.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["username"], "bondar");
    assert_eq!(
        colleague(&hers, "ihor@acme.example").await["username"],
        "bondar"
    );
    let by_former = by_password(&Visitor::new(server), "ihor", PASSWORD).await;
    by_former.is_problem(401, "sign_in_failed");
    with_password(server, "bondar").await;
}

#[tokio::test]
async fn a_name_is_there_and_not_too_long() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let long = "ї".repeat(61);
    let title = "ї".repeat(81);
    let first = |code: &str| vec![("/first_name".to_owned(), code.to_owned())];
    let nameless = patch(&hers, &json!({ "first_name": " ", "last_name": null })).await;
    assert_eq!(faults(&nameless), first("required"));
    let all = json!({ "first_name": long, "last_name": long, "title": title });
    let pointers = ["/first_name", "/last_name", "/title"];
    let expected = pointers.map(|pointer| (pointer.to_owned(), "too_long".to_owned()));
    assert_eq!(faults(&patch(&hers, &all).await), expected);
    let fits = json!({ "first_name": "ї".repeat(60), "last_name": null, "title": "ї".repeat(80) });
    let changed = patch(&hers, &fits).await;
    assert_eq!(
        (changed.status.as_u16(), &changed.json()["last_name"]),
        (200, &json!(""))
    );
}

#[tokio::test]
async fn nothing_but_names_is_changed_with_names() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let before = hers.get(ME).await.json();
    for (field, value) in [
        ("email", json!("other@acme.example")),
        ("email_norm", json!("other@acme.example")),
        ("username", json!("other")),
        ("role", json!("member")),
        ("status", json!("deactivated")),
        ("id", json!("other")),
        ("crm_id", json!("other")),
        ("version", json!(9)),
        ("credential_source", json!("own")),
    ] {
        let more = patch(&hers, &json!({ "title": "Agent", field: value })).await;
        assert_eq!(faults(&more), [(format!("/{field}"), "invalid".to_owned())]);
        let body = json!({ "username": "fresh", field: value });
        if field != "username" {
            let more = change(&hers, Method::PUT, USERNAME, &body).await;
            assert_eq!(faults(&more), [(format!("/{field}"), "invalid".to_owned())]);
        }
    }
    assert_eq!(hers.get(ME).await.json(), before);
}

#[tokio::test]
async fn a_change_says_what_it_changes_and_comes_from_the_persons_own_page() {
    let (server, _) = Server::set_up().await;
    let hers = notifications::olena(&server).await;
    let last_event = async || hers.get("/c/acme/session").await.json()["last_event"].clone();
    let before = last_event().await;
    let names = json!({ "title": "Agent" });
    let username = json!({ "username": "fresh" });
    for (method, path, body) in [
        (Method::PATCH, ME, &names),
        (Method::PUT, USERNAME, &username),
    ] {
        let call = async |headers: &[(&str, &str)]| {
            hers.call(method.clone(), path, Some(body), headers).await
        };
        call(&[]).await.is_problem(428, "precondition_required");
        for stale in ["\"v0\"", "\"v2\"", "*", "v1"] {
            let headers = [("if-match", stale)];
            call(&headers).await.is_problem(412, "version_conflict");
        }
        let unproved = [("if-match", "\"v1\""), ("x-csrf-token", "")];
        call(&unproved).await.is_problem(403, "csrf_failed");
        let elsewhere = [("if-match", "\"v1\""), ("sec-fetch-site", "cross-site")];
        call(&elsewhere).await.is_problem(403, "origin_refused");
        let nobody = server.request(method.clone(), &format!("/api/v1{path}"));
        let nobody = nobody.header("sec-fetch-site", "same-origin").json(body);
        send(nobody).await.is_problem(401, "unauthenticated");
    }
    assert_eq!(hers.get(ME).await.json()["version"], 1);
    // What changes nothing is no change.
    let same = patch(&hers, &json!({ "first_name": "Olena" })).await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (200, "\"v1\""));
    let same = rename(&hers, "olena").await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (200, "\"v1\""));
    assert_eq!(last_event().await, before);
}

#[tokio::test]
async fn whoever_reads_only_changes_their_own_name_and_nobody_elses() {
    let letters = Letters::set_up().await;
    let hers = olena(&letters.server).await;
    let his = ihor(&letters, &hers).await;
    let him = colleague(&hers, "ihor@acme.example").await;
    let path = |user: &Value| format!("{USERS}/{}", user["id"].as_str().expect("an id"));
    let version = format!("\"v{}\"", him["version"]);
    let headers = [("if-match", version.as_str())];
    let role = json!({ "role": "viewer" });
    let his_path = path(&him);
    let viewer = hers.call(Method::PATCH, &his_path, Some(&role), &headers);
    assert_eq!(viewer.await.status, 200);
    assert_eq!(patch(&his, &json!({ "title": "Guest" })).await.status, 200);
    assert_eq!(rename(&his, "guest").await.status, 200);

    let her = colleague(&his, "olena@acme.example").await;
    let headers = [("if-match", "\"v1\"")];
    for body in [
        json!({ "first_name": "Eve" }),
        json!({ "username": "eve" }),
        json!({ "title": "Eve" }),
    ] {
        // Not even who manages them names colleagues.
        for by in [&his, &hers] {
            for user in [&her, &him] {
                let path = path(user);
                let tried = by.call(Method::PATCH, &path, Some(&body), &headers);
                tried.await.is_problem(400, "validation_failed");
            }
        }
    }
    assert_eq!(colleague(&hers, "olena@acme.example").await["version"], 1);
}

#[tokio::test]
async fn a_username_has_rules() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for (username, code) in [
        ("", "required"),
        ("ab", "too_short"),
        (&"a".repeat(31), "too_long"),
        ("Olena_K", "invalid"),
        ("olena-k", "invalid"),
        ("оlena", "invalid"),
        (" olena_k", "invalid"),
        ("support", "reserved"),
        ("here", "reserved"),
    ] {
        let refused = faults(&rename(&hers, username).await);
        assert_eq!(
            refused,
            [("/username".to_owned(), code.to_owned())],
            "{username}"
        );
    }
    for username in ["abc", &"a".repeat(30), "_1_"] {
        assert_eq!(rename(&hers, username).await.status, 200, "{username}");
    }
}

#[tokio::test]
async fn for_a_name_that_is_taken_three_are_offered_that_are_not() {
    let letters = Letters::set_up().await;
    let hers = olena(&letters.server).await;
    let his = ihor(&letters, &hers).await;
    assert_eq!(rename(&his, "olena_3").await.status, 200);
    for _ in 0..6 {
        let taken = rename(&his, "olena").await;
        taken.is_problem(409, "username_taken");
        let free = json!(["olena_2", "olena_4", "olena_5"]);
        assert_eq!(taken.json()["suggestions"], free, "and no try counts");
    }
    assert_eq!(rename(&his, "olena_4").await.status, 200);
}

#[tokio::test]
async fn of_two_who_want_one_name_at_once_one_gets_it() {
    let letters = Letters::set_up().await;
    let hers = olena(&letters.server).await;
    let his = ihor(&letters, &hers).await;
    let (one, two) = tokio::join!(rename(&hers, "boss"), rename(&his, "boss"));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one:?} {two:?}");
}

#[tokio::test]
async fn a_name_that_was_given_up_is_kept_for_thirty_days() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    assert_eq!(rename(&his, "bondar").await.status, 200);
    let held = rename(&hers, "ihor").await;
    held.is_problem(409, "username_taken");
    assert_eq!(held.json()["suggestions"][0], "ihor_2");

    let body = json!({ "emails": ["zoe@acme.example"], "role": "member" });
    assert_eq!(hers.post("/c/acme/invitations", &body).await.status, 200);
    let sent = letters.wait(2).await;
    let found = sent.iter().find(|letter| letter.to == "zoe@acme.example");
    let accept = json!({
        "ticket": found.expect("a letter").ticket(), "first_name": "Zoe", "username": "ihor",
        "password": PASSWORD,
    });
    let refused = Visitor::new(server)
        .post("/invitations/accept", &accept)
        .await;
    refused.is_problem(409, "username_taken");
    assert_eq!(
        refused.json()["suggestions"].as_array().map(Vec::len),
        Some(3)
    );

    assert_eq!(rename(&his, "ihor").await.status, 200, "his it is");
    let left = rename(&hers, "bondar").await;
    left.is_problem(409, "username_taken");
    assert_eq!(rename(&his, "bondar").await.status, 200, "and back");
    let moment = Duration::from_millis(1);
    server.clock.turn((DAY * 30).saturating_sub(moment));
    let hers = with_password(server, "olena").await;
    rename(&hers, "ihor")
        .await
        .is_problem(409, "username_taken");
    server.clock.turn(moment);
    let hers = with_password(server, "olena").await;
    assert_eq!(rename(&hers, "ihor").await.status, 200);
}

#[tokio::test]
async fn five_usernames_a_day_are_enough() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for n in 1..=5 {
        assert_eq!(rename(&hers, &format!("name_{n}")).await.status, 200);
    }
    let refused = rename(&hers, "name_6").await;
    refused.is_problem(429, "rate_limited");
    assert_eq!(refused.json()["retry_after"], 24 * 60 * 60);
    assert_eq!(hers.get(ME).await.json()["username"], "name_5");
    server.clock.turn(DAY);
    let hers = with_password(&server, "name_5").await;
    assert_eq!(rename(&hers, "name_6").await.status, 200);
}

#[tokio::test]
async fn a_menu_shows_who_it_is_and_the_way_out() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let menu = hers.get(MENU).await;
    let expected = json!({
        "photo_url": null, "initials": "OK", "display_name": "Olena Koval", "username": "olena",
        "email": "olena@acme.example", "crm_name": "Acme",
        "sign_out_url": "/api/v1/c/acme/sign-out", "profile_url": "/c/acme/",
    });
    assert_eq!((menu.status.as_u16(), menu.json()), (200, expected));
    let out = hers.post("/c/acme/sign-out", &json!({})).await;
    assert_eq!(out.status, 200, "{out:?}");
    hers.get(MENU).await.is_problem(401, "unauthenticated");
}
