//! Webhooks: what happens in a CRM is told to who keeps one, signed, until they have it.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    api_keys::{by_key, make},
    harness::{Answer, PASSWORD, Server, send},
    letters::Letters,
    listener::Listener,
    notifications, portal,
    receiver::Receiver,
    staff::invite,
    team::{ihor, olena, with_password},
    visitor::Visitor,
};

const WEBHOOKS: &str = "/c/acme/webhooks";
const INVITED: &str = "account.user_invited";
const DAY: Duration = Duration::from_hours(24);

fn body(url: &str, types: &[&str]) -> Value {
    json!({ "url": url, "types": types, "enabled": true })
}

/// Adds one; returns what it is and its secret.
async fn add(visitor: &Visitor<'_>, url: &str, types: &[&str]) -> (Value, String) {
    let made = visitor.post(WEBHOOKS, &body(url, types)).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.json();
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    (made["webhook"].clone(), secret)
}

fn path(webhook: &Value, rest: &str) -> String {
    format!(
        "{WEBHOOKS}/{}{rest}",
        webhook["id"].as_str().expect("an id")
    )
}

/// A call about one, at the version that was seen.
async fn at(
    visitor: &Visitor<'_>,
    method: Method,
    (webhook, rest): (&Value, &str),
    body: Option<&Value>,
) -> Answer {
    let version = format!("\"v{}\"", webhook["version"]);
    let headers = [("if-match", version.as_str())];
    visitor
        .call(method, &path(webhook, rest), body, &headers)
        .await
}

async fn test(visitor: &Visitor<'_>, webhook: &Value) {
    let sent = visitor.post(&path(webhook, "/test"), &json!({})).await;
    assert_eq!(sent.status, 202, "{sent:?}");
}

/// Waits until a delivery stands so.
async fn delivery(visitor: &Visitor<'_>, webhook: &Value, state: &str, attempts: i64) -> Value {
    let found = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let listed = visitor.get(&path(webhook, "/deliveries")).await.json();
            let first = listed["items"][0].clone();
            if first["state"] == state && first["attempts"] == attempts {
                return first;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    found.await.expect("it comes to that")
}

async fn listed(visitor: &Visitor<'_>) -> Value {
    visitor.get(WEBHOOKS).await.json()["items"][0].clone()
}

#[tokio::test]
async fn what_happens_is_told_and_signed() {
    let (server, _) = Server::set_up().await;
    let hers = notifications::olena(&server).await;
    let receiver = Receiver::start().await;
    let (webhook, secret) = add(&hers, &receiver.url, &[INVITED]).await;
    let invited = invite(&hers, &["ihor@acme.example"], "member").await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let told = receiver.wait(1).await.remove(0);
    assert!(told.is_signed_with(&secret).await);
    let other = format!("whsec_{}", "A".repeat(43)) + "=";
    assert!(!told.is_signed_with(&other).await);
    assert_eq!(told.header("content-type"), "application/json");
    let body = told.json();
    assert_eq!(body["type"], INVITED);
    assert_eq!(
        body["seq"], 3,
        "the sign-in and the webhook itself were before"
    );
    assert_eq!(body["timestamp"], "2027-01-15T08:00:00.000Z");
    assert_eq!(body["data"]["invitation"]["email"], "ihor@acme.example");
    let done = delivery(&hers, &webhook, "done", 1).await;
    assert_eq!(done["body"], told.body);
    assert_eq!(
        (&done["status"], &done["response_head"]),
        (&json!(204), &json!(""))
    );
}

#[tokio::test]
async fn only_what_was_asked_for_is_told_and_nothing_from_before() {
    let (server, _) = Server::set_up().await;
    let hers = notifications::olena(&server).await;
    invite(&hers, &["before@acme.example"], "member").await;
    let receiver = Receiver::start().await;
    let (webhook, _) = add(&hers, &receiver.url, &["account.settings_changed"]).await;
    invite(&hers, &["ihor@acme.example"], "member").await;
    test(&hers, &webhook).await;
    let told = receiver.wait(1).await.remove(0).json();
    assert_eq!(
        (&told["type"], &told["seq"]),
        (&json!("webhook.test"), &json!(5))
    );
}

#[tokio::test]
async fn what_fails_is_repeated_with_the_same_id_until_it_is_there() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let receiver = Receiver::start().await;
    let (webhook, _) = add(&hers, &receiver.url, &[INVITED]).await;
    receiver.answer(503);
    test(&hers, &webhook).await;
    let waiting = delivery(&hers, &webhook, "waiting", 1).await;
    assert_eq!(waiting["next_at"], "2027-01-15T08:00:05.000Z");
    assert_eq!(
        (&waiting["status"], &waiting["response_head"]),
        (&json!(503), &json!("Told"))
    );
    assert_eq!(
        listed(&hers).await["failing_since"],
        "2027-01-15T08:00:00.000Z"
    );
    server.clock.turn(Duration::from_secs(5));
    delivery(&hers, &webhook, "waiting", 2).await;
    receiver.answer(200);
    server.clock.turn(Duration::from_mins(5));
    delivery(&hers, &webhook, "done", 3).await;
    let all = receiver.wait(3).await;
    let ids = all.iter().map(|told| told.header("webhook-id"));
    assert!(ids.clone().all(|id| Some(id) == ids.clone().next()));
    assert_ne!(
        all[0].header("webhook-timestamp"),
        all[2].header("webhook-timestamp")
    );
    assert_eq!(listed(&hers).await["failing_since"], Value::Null);
}

#[tokio::test]
async fn something_is_sent_again_by_hand() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let receiver = Receiver::start().await;
    let (webhook, _) = add(&hers, &receiver.url, &[INVITED]).await;
    test(&hers, &webhook).await;
    let done = delivery(&hers, &webhook, "done", 1).await;
    let again = format!("/deliveries/{}/send", done["id"].as_str().expect("an id"));
    let sent = hers.post(&path(&webhook, &again), &json!({})).await;
    assert_eq!(sent.status, 202, "{sent:?}");
    let all = receiver.wait(2).await;
    assert_eq!(all[0].header("webhook-id"), all[1].header("webhook-id"));
    hers.post(&path(&webhook, "/deliveries/nothing/send"), &json!({}))
        .await
        .is_problem(404, "not_found");
}

#[tokio::test]
async fn two_secrets_sign_for_a_day() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let receiver = Receiver::start().await;
    let (webhook, old) = add(&hers, &receiver.url, &[INVITED]).await;
    let rotated = at(&hers, Method::POST, (&webhook, "/rotate"), None).await;
    assert_eq!(rotated.status, 200, "{rotated:?}");
    let new = rotated.json()["secret"]
        .as_str()
        .expect("a secret")
        .to_owned();
    at(&hers, Method::POST, (&webhook, "/rotate"), None)
        .await
        .is_problem(412, "version_conflict");
    test(&hers, &webhook).await;
    let told = receiver.wait(1).await.remove(0);
    assert!(told.is_signed_with(&old).await && told.is_signed_with(&new).await);
    server.clock.turn(DAY);
    let hers = olena(&server).await;
    test(&hers, &webhook).await;
    let told = receiver.wait(2).await.remove(1);
    assert!(!told.is_signed_with(&old).await && told.is_signed_with(&new).await);
}

#[tokio::test]
async fn who_wants_nothing_any_more_is_told_nothing() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = notifications::olena(server).await;
    let receiver = Receiver::start().await;
    let url = format!("{}?token=hush", receiver.url);
    let (webhook, _) = add(&hers, &url, &[INVITED]).await;
    receiver.answer(410);
    let mut page = Listener::of(server, &hers, None).await;
    test(&hers, &webhook).await;
    delivery(&hers, &webhook, "failed", 1).await;
    assert_eq!(listed(&hers).await["state"], "gone");
    for _ in ["tried", "switched off"] {
        let told = page.next_named("record_changed").await;
        assert_eq!(told.data, json!({ "type": "webhook", "id": webhook["id"] }));
    }
    let letter = letters.wait(1).await.remove(0);
    assert_eq!(letter.to, "olena@acme.example");
    assert!(letter.text.contains(&receiver.url), "{letter:?}");
    assert!(!letter.text.contains("hush"), "{letter:?}");
    let log = hers.get("/c/acme/audit").await;
    assert!(log.text.contains(&receiver.url), "{log:?}");
    assert!(!log.text.contains("hush"), "{log:?}");
    hers.post(&path(&webhook, "/test"), &json!({}))
        .await
        .is_problem(404, "not_found");
    invite(&hers, &["ihor@acme.example"], "member").await;
    letters.wait(2).await;

    // Once it is on again, it is told what happens from then on.
    receiver.answer(204);
    let on = at(
        &hers,
        Method::PUT,
        (&webhook, ""),
        Some(&body(&receiver.url, &[INVITED])),
    )
    .await;
    assert_eq!(on.json()["state"], "on", "{on:?}");
    invite(&hers, &["zoe@acme.example"], "member").await;
    let all = receiver.wait(2).await;
    assert_eq!(
        all[1].json()["data"]["invitation"]["email"],
        "zoe@acme.example"
    );
}

#[tokio::test]
async fn who_takes_nothing_for_five_days_is_given_up() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let receiver = Receiver::start().await;
    let (webhook, _) = add(&hers, &receiver.url, &[INVITED]).await;
    receiver.answer(500);
    test(&hers, &webhook).await;
    delivery(&hers, &webhook, "waiting", 1).await;
    server.clock.turn(DAY * 5);
    let hers = olena(server).await;
    delivery(&hers, &webhook, "failed", 2).await;
    assert_eq!(listed(&hers).await["state"], "failing");
    let letter = letters.wait(1).await.remove(0);
    assert!(letter.text.contains(&receiver.url), "{letter:?}");
}

#[tokio::test]
async fn nothing_is_sent_to_the_servers_own_network_or_in_the_clear() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for url in [
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest",
        "https://[::1]/hook",
        "http://receiver.example/hook",
        "https://user:password@receiver.example/hook",
        "ftp://receiver.example/",
        "javascript:alert(1)",
        "receiver.example",
    ] {
        hers.post(WEBHOOKS, &body(url, &[INVITED]))
            .await
            .is_problem(422, "target_refused");
    }
    // A name that leads there is found out when something is sent. Only 127.0.0.0/8 is allowed here.
    let (webhook, _) = add(&hers, "https://ip6-localhost:1/hook", &[INVITED]).await;
    test(&hers, &webhook).await;
    let waiting = delivery(&hers, &webhook, "waiting", 1).await;
    assert_eq!(waiting["status"], Value::Null);
}

#[tokio::test]
async fn what_is_filled_in_is_checked_and_dangerous_things_take_a_step_up() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let url = "https://receiver.example/hook";
    let long = format!("{url}/{}", "a".repeat(2_000));
    for (wrong, pointer) in [
        (body("", &[INVITED]), "/url"),
        (body(&long, &[INVITED]), "/url"),
        (body(url, &[]), "/types/0"),
        (body(url, &[INVITED, "webhook.test"]), "/types/1"),
        // However many there are, one word is said of it.
        (body(url, &[""; 1_000]), "/types/10"),
    ] {
        let refused = hers.post(WEBHOOKS, &wrong).await;
        refused.is_problem(400, "validation_failed");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
        assert_eq!(refused.json()["errors"].as_array().map(Vec::len), Some(1));
    }
    let (webhook, _) = add(&hers, url, &[INVITED]).await;
    for _ in 0..9 {
        add(&hers, url, &[INVITED]).await;
    }
    hers.post(WEBHOOKS, &body(url, &[INVITED]))
        .await
        .is_problem(400, "validation_failed");
    server.clock.turn(Duration::from_mins(16));
    let change = body("https://evil.example/", &[INVITED]);
    for answer in [
        hers.post(WEBHOOKS, &change).await,
        at(&hers, Method::PUT, (&webhook, ""), Some(&change)).await,
        at(&hers, Method::POST, (&webhook, "/rotate"), None).await,
    ] {
        answer.is_problem(403, "step_up_required");
    }
}

#[tokio::test]
async fn a_member_keeps_no_webhooks_and_no_crm_keeps_anothers() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    ihor(&letters, &hers).await;
    let his = with_password(server, "ihor").await;
    let holder = Visitor::at_the_portal(server).await;
    let made = portal::create(&holder, "Berry", "1").await;
    assert_eq!(made.status, 200, "{made:?}");
    let berry = Visitor::new(server);
    let login = json!({ "address": "berry", "login": "olena@acme.example", "password": PASSWORD });
    assert_eq!(berry.post("/sign-in", &login).await.json()["next"], "open");
    berry.take_csrf("/c/berry/session").await;
    let receiver = Receiver::start().await;
    let (webhook, _) = add(&hers, &receiver.url, &[INVITED]).await;
    test(&hers, &webhook).await;
    let done = delivery(&hers, &webhook, "done", 1).await;
    let again = format!("/deliveries/{}/send", done["id"].as_str().expect("an id"));
    let sent = body(&receiver.url, &[INVITED]);
    for (who, crm, code) in [(&his, "acme", 403), (&berry, "berry", 404)] {
        let of = |rest: &str| path(&webhook, rest).replace("acme", crm);
        let headers = [("if-match", "\"v1\"")];
        for answer in [
            who.call(Method::PUT, &of(""), Some(&sent), &headers).await,
            who.call(Method::DELETE, &of(""), None, &headers).await,
            who.call(Method::POST, &of("/rotate"), None, &headers).await,
            who.call(Method::POST, &of("/test"), None, &[]).await,
            who.get(&of("/deliveries")).await,
            who.call(Method::POST, &of(&again), None, &[]).await,
        ] {
            assert_eq!(answer.status, code, "{answer:?}");
        }
    }
    his.get(WEBHOOKS).await.is_problem(403, "forbidden");
    for filled_in in [&sent, &body("", &[""])] {
        his.post(WEBHOOKS, filled_in)
            .await
            .is_problem(403, "forbidden");
    }
    assert_eq!(
        berry.get("/c/berry/webhooks").await.json()["items"],
        json!([])
    );
    assert_eq!(receiver.all().len(), 1);
}

#[tokio::test]
async fn a_program_keeps_webhooks_by_a_key_for_that() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (_, key) = make(&hers, "/c/acme/api-keys", &["webhooks"]).await;
    let (_, reads) = make(&hers, "/c/acme/api-keys", &["read"]).await;
    let receiver = Receiver::start().await;
    let post = async |key: &str| {
        let request = server.request(Method::POST, &format!("/api/v1{WEBHOOKS}"));
        let request = request.header("authorization", format!("Bearer {key}"));
        send(request.json(&body(&receiver.url, &[INVITED]))).await
    };
    post(&reads).await.is_problem(403, "forbidden");
    let made = post(&key).await;
    assert_eq!(made.status, 201, "{made:?}");
    let test = path(&made.json()["webhook"], "/test");
    assert_eq!(by_key(&server, Method::POST, &test, &key).await.status, 202);
    let told = receiver.wait(1).await.remove(0);
    let secret = made.json()["secret"].as_str().expect("a secret").to_owned();
    assert!(told.is_signed_with(&secret).await);
}

#[tokio::test]
async fn what_was_on_its_way_goes_with_its_webhook() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let receiver = Receiver::start().await;
    receiver.answer(500);
    let (webhook, _) = add(&hers, &receiver.url, &[INVITED]).await;
    test(&hers, &webhook).await;
    delivery(&hers, &webhook, "waiting", 1).await;
    let gone = at(&hers, Method::DELETE, (&webhook, ""), None).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    let (other, _) = add(&hers, &receiver.url, &[INVITED]).await;
    server.clock.turn(Duration::from_secs(5));
    receiver.answer(204);
    test(&hers, &other).await;
    delivery(&hers, &other, "done", 1).await;
    assert_eq!(receiver.all().len(), 2);
}

#[tokio::test]
async fn a_secret_lies_nowhere_in_the_clear_and_outlives_a_restart() {
    let (server, _) = Server::set_up().await;
    let receiver = Receiver::start().await;
    let (webhook, secret) = add(&olena(&server).await, &receiver.url, &[INVITED]).await;
    let server = server.restarted().await;
    test(&olena(&server).await, &webhook).await;
    assert!(receiver.wait(1).await[0].is_signed_with(&secret).await);
    let text = secret.trim_start_matches("whsec_").as_bytes();
    for file in std::fs::read_dir(server.folder.path()).expect("readable") {
        let path = file.expect("an entry").path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let found = bytes.windows(text.len()).any(|part| part == text);
        assert!(!found, "{}", path.display());
    }
}
