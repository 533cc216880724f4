//! What somebody in a CRM is told there: listed, counted, read, and heard of by nobody else.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{
    audit::in_parts,
    harness::{Answer, Server, send},
    letters::Letters,
    listener::Listener,
    own_sessions,
    team::{self, id, ihor},
    visitor::Visitor,
};

const NOTIFICATIONS: &str = "/c/acme/notifications";
const READ: &str = "/c/acme/notifications/read";
const UNREAD: &str = "/c/acme/unread";

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// Waits until somebody is told of their own sign-in; what they are told.
pub(crate) async fn of_sign_in(who: &Visitor<'_>, slug: &str) -> Value {
    let sessions = who.get(&format!("/c/{slug}/me/sessions")).await.json();
    let mut sessions = sessions["items"].as_array().expect("a list").iter();
    let current = id(sessions
        .find(|session| session["is_current"] == true)
        .expect("theirs"));
    let path = format!("/c/{slug}/notifications");
    let told = timeout(PATIENCE, async {
        loop {
            let listed = who.get(&path).await.json();
            let mut items = listed["items"].as_array().expect("a list").iter();
            if let Some(found) = items.find(|item| item["subject"]["id"] == *current) {
                return found.clone();
            }
            sleep(PAUSE).await;
        }
    });
    told.await.expect("they are told")
}

/// Olena, who was told of this sign-in: from then on nothing is told that nobody did.
pub(crate) async fn olena(server: &Server) -> Visitor<'_> {
    let visitor = team::olena(server).await;
    of_sign_in(&visitor, "acme").await;
    visitor
}

async fn unread(who: &Visitor<'_>) -> Value {
    let answer = who.get(UNREAD).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn read(who: &Visitor<'_>, body: &Value) -> Answer {
    who.post(READ, body).await
}

async fn last_event(who: &Visitor<'_>) -> Option<i64> {
    who.get("/c/acme/session").await.json()["last_event"].as_i64()
}

#[tokio::test]
async fn a_sign_in_by_another_browser_is_told_and_read() {
    let (server, _) = Server::set_up().await;
    let hers = own_sessions::in_the_crm(&server, "olena").await;
    let told = of_sign_in(&hers, "acme").await;
    let expected = json!({
        "id": told["id"], "type": "account.new_device",
        "subject": { "type": "session", "id": told["subject"]["id"] },
        "fields": { "device": "Firefox, Linux", "ip": "127.0.0.1" },
        "at": "2027-01-15T08:00:00.000Z", "read_at": null,
    });
    assert_eq!(told, expected);
    assert_eq!(unread(&hers).await, json!({ "unread": 1 }));
    let one = json!({ "id": told["id"] });
    for _ in 0..2 {
        let noted = read(&hers, &one).await;
        assert_eq!(noted.status, 204, "{noted:?}");
    }
    assert_eq!(unread(&hers).await, json!({ "unread": 0 }));
    let listed = hers.get(NOTIFICATIONS).await.json();
    assert_eq!(listed["items"][0]["read_at"], "2027-01-15T08:00:00.000Z");
    for never in [
        json!("x"),
        json!("\u{0}"),
        json!("0192f0c1-2345-7abc-8def-0123456789ab"),
    ] {
        let refused = read(&hers, &json!({ "id": never })).await;
        refused.is_problem(404, "not_found");
    }
    let refused = read(&hers, &json!({ "all": true })).await;
    refused.is_problem(400, "validation_failed");
}

#[tokio::test]
async fn they_are_listed_in_parts_and_all_are_read_at_once() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for _ in 0..4 {
        server.clock.turn(Duration::from_secs(1));
        olena(&server).await;
    }
    let all = in_parts(&hers, NOTIFICATIONS, 2, async || {}).await;
    let times: Vec<&str> = all.iter().filter_map(|each| each["at"].as_str()).collect();
    assert_eq!(times.len(), 5);
    assert!(times.is_sorted_by(|one, next| one > next), "{times:?}");
    assert_eq!(unread(&hers).await, json!({ "unread": 5 }));
    assert_eq!(read(&hers, &json!({})).await.status, 204);
    assert_eq!(unread(&hers).await, json!({ "unread": 0 }));
    let path = format!("{NOTIFICATIONS}?cursor=x");
    hers.get(&path).await.is_problem(400, "cursor_invalid");
}

#[tokio::test]
async fn a_stream_tells_them_to_their_person_alone_wherever_that_one_is() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let after = last_event(&hers).await.expect("a number");
    let mut first = Listener::of(server, &hers, Some(after)).await;
    let mut second = Listener::of(server, &hers, Some(after)).await;
    let mut another = Listener::of(server, &his, Some(after)).await;

    let elsewhere = team::olena(server).await;
    let told = of_sign_in(&elsewhere, "acme").await;
    for listener in [&mut first, &mut second] {
        let count = listener.next_named("unread").await;
        assert_eq!((count.id, &count.data), (None, &json!({ "unread": 2 })));
        let heard = listener.next_named("notification").await;
        assert_eq!((heard.id, &heard.data), (Some(after + 1), &told));
    }
    let one = json!({ "id": told["id"] });
    assert_eq!(read(&elsewhere, &one).await.status, 204);
    assert_eq!(read(&elsewhere, &json!({})).await.status, 204);
    // Both may be there when they are looked for.
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let told = first.next().await.expect("not the end");
        if told.name == "notification_read" {
            heard.push((told.id, told.data));
        } else {
            assert!(["ping", "unread"].contains(&told.name.as_str()), "{told:?}");
        }
    }
    assert_eq!(
        heard,
        [(Some(after + 2), one), (Some(after + 3), json!({}))]
    );
    // Who comes back hears what they missed.
    let mut back = Listener::of(server, &hers, Some(after + 2)).await;
    let count = back.next_named("unread").await;
    assert_eq!(count.data, json!({ "unread": 0 }));
    let read = back.next_named("notification_read").await;
    assert_eq!((read.id, read.data), (Some(after + 3), json!({})));

    let renamed = his
        .call(
            Method::PATCH,
            "/c/acme/me",
            Some(&json!({ "title": "Agent" })),
            &[("if-match", "\"v1\"")],
        )
        .await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    assert_eq!(
        another.next_named("record_changed").await.id,
        Some(after + 4)
    );
}

#[tokio::test]
async fn they_are_nobody_elses_business() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let told = hers.get(NOTIFICATIONS).await.json()["items"][0].clone();
    let one = json!({ "id": told["id"] });
    read(&his, &one).await.is_problem(404, "not_found");
    assert_eq!(read(&his, &json!({})).await.status, 204);
    assert_eq!(unread(&his).await, json!({ "unread": 0 }));
    let none = json!({ "items": [], "next_cursor": null });
    assert_eq!(his.get(NOTIFICATIONS).await.json(), none);
    assert_eq!(unread(&hers).await, json!({ "unread": 1 }));
    for path in [NOTIFICATIONS, UNREAD] {
        let nobody = server.get(&format!("/api/v1{path}")).await;
        nobody.is_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn the_client_reads_them_by_its_token() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let body = json!({ "name": "Ninefold on thinkpad", "platform": "linux" });
    let token = hers.post("/c/acme/devices", &body).await.json()["token"].clone();
    let bearer = format!("Bearer {}", token.as_str().expect("a token"));
    for path in [NOTIFICATIONS, UNREAD] {
        let request = server.request(Method::GET, &format!("/api/v1{path}"));
        let answer = send(request.header("authorization", &bearer)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.json(), hers.get(path).await.json());
    }
}
