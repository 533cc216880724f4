//! Streams: what happens in a CRM is told to who may know, once, whatever breaks.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    api_keys,
    harness::{Answer, Server, send},
    letters::Letters,
    listener::Listener,
    notifications::olena,
    portal,
    team::ihor,
    visitor::Visitor,
};

const STREAM: &str = "/c/acme/stream";
const INVITATIONS: &str = "/c/acme/invitations";
const USERS: &str = "/c/acme/users";
const DEVICES: &str = "/c/acme/devices";

const SECOND: Duration = Duration::from_secs(1);

async fn invite(by: &Visitor<'_>, email: &str) -> String {
    let body = json!({ "emails": [email], "role": "member" });
    let invited = by.post(INVITATIONS, &body).await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let id = &invited.json()["items"][0]["id"];
    id.as_str().expect("an id").to_owned()
}

/// Ihor, as his colleagues see him.
async fn him(by: &Visitor<'_>) -> Value {
    let users = by.get(USERS).await.json();
    let mut items = users["items"].as_array().expect("a list").iter();
    let found = items.find(|user| user["username"] == "ihor");
    found.expect("there").clone()
}

async fn change_him(by: &Visitor<'_>, version: i64, body: &Value) -> Answer {
    let id = him(by).await["id"].as_str().expect("an id").to_owned();
    change(by, (&id, version), body).await
}

async fn change(by: &Visitor<'_>, (id, version): (&str, i64), body: &Value) -> Answer {
    let version = format!("\"v{version}\"");
    let headers = [("if-match", version.as_str())];
    let path = format!("{USERS}/{id}");
    let changed = by.call(Method::PATCH, &path, Some(body), &headers).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    changed
}

async fn last_event(who: &Visitor<'_>) -> i64 {
    let session = who.get("/c/acme/session").await.json();
    session["last_event"].as_i64().expect("a number")
}

async fn token_of(who: &Visitor<'_>) -> String {
    let body = json!({ "name": "Ninefold on thinkpad", "platform": "linux" });
    let made = who.post(DEVICES, &body).await.json();
    made["token"].as_str().expect("a token").to_owned()
}

/// A stream ends, and why is the last that it says.
async fn is_revoked(mut listener: Listener) {
    listener.next_named("session_revoked").await;
    assert_eq!(listener.next().await, None);
}

#[tokio::test]
async fn what_happens_is_told_with_its_number_and_nothing_but_what_it_is() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let begin = last_event(&hers).await;
    let mut listener = Listener::of(&server, &hers, None).await;
    let header = |name| listener.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-accel-buffering"), "no");
    let ping = listener.next().await.expect("an event");
    assert_eq!((ping.name.as_str(), ping.id), ("ping", Some(begin)));

    let id = invite(&hers, "ihor@acme.example").await;
    let told = listener.next_named("record_changed").await;
    let data = json!({ "type": "invitation", "id": id });
    assert_eq!((told.id, &told.data), (Some(begin + 1), &data));
    hers.delete(&format!("{INVITATIONS}/{id}")).await;
    let told = listener.next_named("record_changed").await;
    assert_eq!((told.id, &told.data), (Some(begin + 2), &data));
    let (key, _) = api_keys::make(&hers, "/c/acme/api-keys", &["read"]).await;
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data, json!({ "type": "api_key", "id": key }));
    assert_eq!(last_event(&hers).await, begin + 3);
}

#[tokio::test]
async fn who_comes_back_hears_what_they_missed_or_that_it_was_too_much() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let begin = last_event(&hers).await;
    for name in ["a", "b", "c"] {
        invite(&hers, &format!("{name}@acme.example")).await;
    }
    let mut listener = Listener::of(&server, &hers, Some(begin + 1)).await;
    for seq in [begin + 2, begin + 3] {
        let told = listener.next().await.expect("an event");
        assert_eq!((told.name.as_str(), told.id), ("record_changed", Some(seq)));
    }
    for never in [-1, begin + 4, i64::MAX] {
        let mut listener = Listener::of(&server, &hers, Some(never)).await;
        let told = listener.next().await.expect("an event");
        assert_eq!(
            (told.name.as_str(), told.id),
            ("reset", Some(begin + 3)),
            "{never}"
        );
    }
}

#[tokio::test]
async fn nobody_listens_who_may_not_ask() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    server
        .get(&format!("/api/v1{STREAM}"))
        .await
        .is_problem(401, "unauthenticated");
    hers.get("/c/elsewhere/stream")
        .await
        .is_problem(404, "crm_not_found");
    // A session and a token are good at their own CRM alone.
    let holder = Visitor::at_the_portal(&server).await;
    let made = portal::create(&holder, "Berry", "1").await;
    assert_eq!(made.status, 200, "{made:?}");
    hers.get("/c/berry/stream")
        .await
        .is_problem(401, "unauthenticated");
    let by_token = async |path: &str, token: &str| {
        let request = server.request(Method::GET, &format!("/api/v1{path}"));
        send(request.header("authorization", format!("Bearer {token}"))).await
    };
    let token = token_of(&hers).await;
    for (path, token) in [
        ("/c/berry/stream", token.as_str()),
        (STREAM, "x"),
        (STREAM, ""),
    ] {
        by_token(path, token)
            .await
            .is_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_member_hears_of_people_and_not_of_what_only_admins_see() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let after = last_event(&hers).await;
    let mut listener = Listener::of(server, &his, Some(after)).await;
    invite(&hers, "zoe@acme.example").await;
    api_keys::make(&hers, "/c/acme/api-keys", &["read"]).await;
    let version = him(&hers).await["version"].as_i64().expect("a number");
    change_him(&hers, version, &json!({ "role": "viewer" })).await;
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.id, Some(after + 3));
    assert_eq!(told.data["type"], "user");
    assert_eq!(told.data["version"], version + 1);
    change_him(&hers, version + 1, &json!({ "role": "admin" })).await;
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data["version"], version + 2);
    // From then on he is an admin, also where he listened before.
    invite(&hers, "yan@acme.example").await;
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data["type"], "invitation");
}

#[tokio::test]
async fn a_stream_ends_with_what_it_is_open_by() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;

    let other = olena(&server).await;
    let listener = Listener::of(&server, &other, None).await;
    other.post("/c/acme/sign-out", &json!({})).await;
    is_revoked(listener).await;

    let other = olena(&server).await;
    let listener = Listener::of(&server, &other, None).await;
    hers.post("/c/acme/me/sessions/revoke-others", &json!({}))
        .await;
    is_revoked(listener).await;

    let listener = Listener::by_token(&server, &token_of(&hers).await).await;
    assert_eq!(hers.delete("/c/acme/devices/current").await.status, 204);
    is_revoked(listener).await;

    let first = token_of(&hers).await;
    let listener = Listener::by_token(&server, &first).await;
    let second = token_of(&hers).await;
    is_revoked(listener).await;

    let page = Listener::of(&server, &hers, None).await;
    let client = Listener::by_token(&server, &second).await;
    let holder = Visitor::at_the_portal(&server).await;
    holder.step_up().await;
    let crms = holder.crms().await;
    let id = crms[0]["id"].as_str().expect("an id");
    let path = format!("/portal/crms/{id}");
    let body = json!({ "name": "Acme" });
    let deleted = holder.call(Method::DELETE, &path, Some(&body), &[]).await;
    assert!(deleted.status.is_success(), "{deleted:?}");
    is_revoked(page).await;
    is_revoked(client).await;
}

#[tokio::test]
async fn a_stream_gives_its_session_no_more_time() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let mut listener = Listener::of(&server, &hers, None).await;
    server
        .clock
        .turn(Duration::from_hours(12).saturating_sub(SECOND));
    invite(&hers, "ihor@acme.example").await;
    let told = listener.next_named("record_changed").await;
    let again = Listener::of(&server, &hers, told.id).await;
    server.clock.turn(SECOND);
    is_revoked(listener).await;
    is_revoked(again).await;
    hers.get(STREAM).await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_sign_in() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let listener = Listener::of(server, &his, None).await;
    let version = him(&hers).await["version"].as_i64().expect("a number");
    change_him(&hers, version, &json!({ "status": "deactivated" })).await;
    is_revoked(listener).await;
    his.get(STREAM).await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_person_has_twelve_streams_and_closes_one_before_the_next() {
    let (server, _) = Server::set_up().await;
    let (hers, other) = (olena(&server).await, olena(&server).await);
    let mut listeners = Vec::new();
    for nth in 0..12 {
        let by = if nth % 2 == 0 { &hers } else { &other };
        listeners.push(Listener::of(&server, by, None).await);
    }
    let refused = hers.get(STREAM).await;
    refused.is_problem(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "60");
    listeners.pop();
    Listener::in_place_of_another(&server, &other, None).await;
}

#[tokio::test]
async fn a_server_that_stops_lets_its_streams_end() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let mut listener = Listener::of(&server, &hers, None).await;
    assert_eq!(listener.next().await.expect("an event").name, "ping");
    let _stopped = server.stopped().await;
    assert_eq!(listener.next().await, None);
}

/// Cut at any byte, two hundred times and more, while things happen.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_again_and_again_misses_nothing_and_says_nothing_twice() {
    const SEED: u64 = 0x9f01d;
    const HAPPEN: i64 = 150;
    let mut chance = StdRng::seed_from_u64(SEED);
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let _his = ihor(&letters, &hers).await;
    let user = him(&hers).await;
    let id = user["id"].as_str().expect("an id");
    let version = user["version"].as_i64().expect("a number");
    let reader = olena(server).await;
    let begin = last_event(&hers).await;

    let write = async {
        for nth in 0..HAPPEN {
            let role = if nth % 2 == 0 { "viewer" } else { "member" };
            change(&hers, (id, version + nth), &json!({ "role": role })).await;
        }
    };
    let read = async {
        let (mut heard, mut last, mut cuts) = (Vec::new(), begin, 0);
        while last < begin + HAPPEN {
            let mut listener = Listener::in_place_of_another(server, &reader, Some(last)).await;
            let bytes = chance.random_range(1..250);
            listener.break_after(bytes, begin + HAPPEN).await;
            cuts += 1;
            while let Some(told) = listener.take() {
                assert_eq!(told.name, "record_changed", "{told:?}");
                last = told.id.expect("a number");
                heard.push((last, told.data["version"].as_i64()));
            }
        }
        (heard, cuts)
    };
    let ((), (heard, cuts)) = tokio::join!(write, read);
    let all: Vec<_> = (1..=HAPPEN)
        .map(|nth| (begin + nth, Some(version + nth)))
        .collect();
    assert_eq!(heard, all, "with seed {SEED:#x}");
    assert!(cuts >= 200, "{cuts} cuts");
}

#[tokio::test]
async fn two_processes_on_one_database_tell_the_same() {
    let (server, _) = Server::set_up().await;
    let Some(beside) = server.beside().await else {
        return;
    };
    let hers = olena(&server).await;
    let begin = last_event(&hers).await;
    let mut near = Listener::of(&server, &hers, None).await;
    let mut far = Listener::of(&beside, &hers, None).await;
    for name in ["a", "b", "c"] {
        invite(&hers, &format!("{name}@acme.example")).await;
    }
    for _ in 0..3 {
        let told = near.next_named("record_changed").await;
        assert_eq!(far.next_named("record_changed").await, told);
    }
    // Who loses one of them goes on at the other.
    drop(near);
    let mut near = Listener::of(&beside, &hers, Some(begin + 2)).await;
    let told = near.next_named("record_changed").await;
    assert_eq!(told.id, Some(begin + 3));
    hers.post("/c/acme/sign-out", &json!({})).await;
    is_revoked(far).await;
    is_revoked(near).await;
}
