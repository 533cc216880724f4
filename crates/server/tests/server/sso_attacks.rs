//! Providers, and those who stand between, that lie.

use domain::Clock as _;
use serde_json::{Value, json};
use url::Url;

use crate::{
    harness::{Answer, Server},
    letters::Letters,
    rogue::{Rogue, Signer, unsigned},
    team::{LINKS, PROVIDERS, id, is_led_to, is_refused, olena, provider_body, url},
    visitor::Visitor,
};

const SIGN_IN: &str = "/c/acme/sign-in";
const HOME: &str = "/c/acme/";

/// Somebody who was sent to the provider: what they took along.
struct Sent {
    state: String,
    nonce: String,
}

async fn send(visitor: &Visitor<'_>, path: &str, body: &Value) -> Sent {
    let answer = visitor.post(path, body).await;
    let url: Url = url(&answer).parse().expect("a URL");
    let parameter = |name: &str| {
        let mut all = url.query_pairs();
        let found = all.find(|(key, _)| key == name);
        found.expect(name).1.into_owned()
    };
    assert_eq!(parameter("response_type"), "code");
    assert_eq!(parameter("code_challenge_method"), "S256");
    assert_eq!(parameter("code_challenge").len(), 43);
    Sent {
        state: parameter("state"),
        nonce: parameter("nonce"),
    }
}

async fn back(visitor: &Visitor<'_>, sent: &Sent, more: &str) -> Answer {
    let path = format!("/sso/callback?state={}&code=c{more}", sent.state);
    visitor.come_to(&path).await
}

/// What a good token says.
fn claims(server: &Server, rogue: &Rogue, sent: &Sent, changes: &Value) -> Value {
    let now = server.clock.now().as_second();
    let mut claims = json!({
        "iss": rogue.issuer, "sub": "olena", "aud": "ninefold", "nonce": sent.nonce,
        "iat": now, "exp": now + 300, "email": "olena@acme.example", "email_verified": true,
    });
    let all = claims.as_object_mut().expect("an object");
    for (name, change) in changes.as_object().expect("an object") {
        if change.is_null() {
            all.remove(name);
        } else {
            all.insert(name.clone(), change.clone());
        }
    }
    claims
}

/// Lets a provider recognise somebody from now on, whose links are under this path.
pub(crate) async fn connect(
    (server, rogue): (&Server, &Rogue),
    visitor: &Visitor<'_>,
    links: &str,
    provider_id: &str,
    who: &str,
) -> Answer {
    let sent = send(visitor, links, &json!({ "provider_id": provider_id })).await;
    let claims = claims(server, rogue, &sent, &json!({ "sub": who }));
    rogue.give(rogue.sign(&claims));
    back(visitor, &sent, "").await
}

/// A CRM with this provider, which its owner has connected.
async fn connected(server: &Server, rogue: &Rogue) -> String {
    let olena = olena(server).await;
    let body = provider_body(&rogue.issuer, &json!({}));
    let added = olena.post(PROVIDERS, &body).await;
    assert_eq!(added.status, 201, "{added:?}");
    let provider_id = id(&added.json());
    let back = connect((server, rogue), &olena, LINKS, &provider_id, "olena").await;
    is_led_to(&back, HOME);
    provider_id
}

#[tokio::test]
async fn no_token_but_the_right_one_opens_anything() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let start = format!("/sign-in/sso/{id}/start");
    let now = server.clock.now().as_second();
    let visitor = Visitor::new(&server);
    for changes in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "iss": "https://login.example" }),
        json!({ "iss": format!("{}/", rogue.issuer) }),
        json!({ "aud": "another" }),
        json!({ "aud": ["ninefold", "another"] }),
        json!({ "aud": ["ninefold", "another"], "azp": "another" }),
        json!({ "azp": "another" }),
        json!({ "exp": now - 121 }),
        json!({ "exp": null }),
        json!({ "iat": now - 121 }),
        json!({ "iat": now + 121 }),
        json!({ "sub": null }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
    ] {
        let sent = send(&visitor, &start, &json!({})).await;
        rogue.give(rogue.sign(&claims(&server, &rogue, &sent, &changes)));
        is_refused(&back(&visitor, &sent, "").await, SIGN_IN, "sso_failed");
    }
    let other = Signer::new();
    let forged: [fn(&Rogue, &Signer, &Value) -> String; 4] = [
        |_, _, claims| unsigned(claims),
        |_, other, claims| other.sign("1", claims),
        |_, other, claims| other.sign("2", claims),
        |_, _, _| "no token".to_owned(),
    ];
    for forge in forged {
        let sent = send(&visitor, &start, &json!({})).await;
        let claims = claims(&server, &rogue, &sent, &json!({}));
        rogue.give(forge(&rogue, &other, &claims));
        is_refused(&back(&visitor, &sent, "").await, SIGN_IN, "sso_failed");
    }
    assert_eq!(visitor.get("/c/acme/session").await.status, 401);
    let sent = send(&visitor, &start, &json!({})).await;
    rogue.give(rogue.sign(&claims(&server, &rogue, &sent, &json!({}))));
    is_led_to(&back(&visitor, &sent, "").await, HOME);
    assert_eq!(visitor.get("/c/acme/session").await.status, 200);
}

#[tokio::test]
async fn a_token_of_one_sign_in_opens_no_other() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let start = format!("/sign-in/sso/{id}/start");
    let victim = Visitor::new(&server);
    let theirs = send(&victim, &start, &json!({})).await;
    rogue.give(rogue.sign(&claims(&server, &rogue, &theirs, &json!({}))));
    // The attacker has the victim's code, and brings it into a sign-in of their own.
    let attacker = Visitor::new(&server);
    let own = send(&attacker, &start, &json!({})).await;
    is_refused(&back(&attacker, &own, "").await, SIGN_IN, "sso_failed");
    is_led_to(&back(&victim, &theirs, "").await, HOME);
}

#[tokio::test]
async fn an_answer_of_another_provider_is_refused_before_its_code_goes_anywhere() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let start = format!("/sign-in/sso/{id}/start");
    let visitor = Visitor::new(&server);
    let before = rogue.exchanges();
    let sent = send(&visitor, &start, &json!({})).await;
    let other = back(&visitor, &sent, "&iss=https%3A%2F%2Flogin.example").await;
    is_refused(&other, SIGN_IN, "sso_failed");
    assert_eq!(rogue.exchanges(), before);
}

#[tokio::test]
async fn a_provider_that_says_who_answers_must_say_so() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    rogue.say(&json!({ "authorization_response_iss_parameter_supported": true }));
    let olena = olena(&server).await;
    let body = provider_body(&rogue.issuer, &json!({}));
    let provider_id = id(&olena.post(PROVIDERS, &body).await.json());
    let link = json!({ "provider_id": provider_id });
    let sent = send(&olena, LINKS, &link).await;
    rogue.give(rogue.sign(&claims(&server, &rogue, &sent, &json!({}))));
    is_refused(&back(&olena, &sent, "").await, HOME, "sso_failed");
    assert_eq!(rogue.exchanges(), 0);
    let sent = send(&olena, LINKS, &link).await;
    rogue.give(rogue.sign(&claims(&server, &rogue, &sent, &json!({}))));
    let issuer: String = url::form_urlencoded::byte_serialize(rogue.issuer.as_bytes()).collect();
    is_led_to(&back(&olena, &sent, &format!("&iss={issuer}")).await, HOME);
}

#[tokio::test]
async fn a_new_key_is_fetched_but_not_for_every_unknown_one() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let start = format!("/sign-in/sso/{id}/start");
    let visitor = Visitor::new(&server);
    let new = Signer::new();
    let enter = async || {
        let sent = send(&visitor, &start, &json!({})).await;
        rogue.give(new.sign("2", &claims(&server, &rogue, &sent, &json!({}))));
        back(&visitor, &sent, "").await
    };
    let mut published = new.published();
    published["kid"] = json!("2");
    rogue.publish(&json!([published]));
    is_refused(&enter().await, SIGN_IN, "sso_failed");
    server.clock.turn(std::time::Duration::from_mins(5));
    is_led_to(&enter().await, HOME);
}

#[tokio::test]
async fn nobody_else_signs_people_out() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let start = format!("/sign-in/sso/{id}/start");
    let visitor = Visitor::new(&server);
    let sent = send(&visitor, &start, &json!({})).await;
    let with_session = json!({ "sid": "s1" });
    rogue.give(rogue.sign(&claims(&server, &rogue, &sent, &with_session)));
    is_led_to(&back(&visitor, &sent, "").await, HOME);

    let tell = async |token: &str| {
        let path = format!("/sso/backchannel/{id}");
        let form = server
            .request(reqwest::Method::POST, &path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("logout_token={token}"));
        crate::harness::send(form).await
    };
    let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    let logout = |changes: &Value| {
        let mut all = json!({ "nonce": null, "events": event, "jti": "1" });
        let map = all.as_object_mut().expect("an object");
        map.extend(changes.as_object().expect("an object").clone());
        claims(&server, &rogue, &sent, &all)
    };
    for claims in [
        logout(&json!({ "events": {} })),
        logout(&json!({ "aud": "another" })),
        logout(&json!({ "iss": "https://login.example" })),
        logout(&json!({ "nonce": "n" })),
        // An ID token.
        claims(&server, &rogue, &sent, &json!({})),
    ] {
        tell(&rogue.sign(&claims))
            .await
            .is_problem(400, "sso_failed");
    }
    let good = logout(&json!({}));
    tell(&Signer::new().sign("1", &good))
        .await
        .is_problem(400, "sso_failed");
    tell(&unsigned(&good)).await.is_problem(400, "sso_failed");
    let another = logout(&json!({ "sub": "somebody else" }));
    assert_eq!(tell(&rogue.sign(&another)).await.status, 200, "nobody here");
    assert_eq!(visitor.get("/c/acme/session").await.status, 200);
    assert_eq!(tell(&rogue.sign(&good)).await.status, 200);
    assert_eq!(visitor.get("/c/acme/session").await.status, 401);
}

#[tokio::test]
async fn words_that_are_no_providers_are_looked_at_thirty_times_a_minute() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    let tell = async |id: &str, token: &str| {
        let form = server
            .request(reqwest::Method::POST, &format!("/sso/backchannel/{id}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("logout_token={token}"));
        crate::harness::send(form).await
    };
    let now = server.clock.now().as_second();
    let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    let good = rogue.sign(&json!({
        "iss": rogue.issuer, "aud": "ninefold", "iat": now, "exp": now + 300, "jti": "1",
        "sub": "somebody else", "events": event,
    }));
    let unknown = "0192f0c1-2345-7abc-8def-0123456789ab";
    for nth in 0..30 {
        // The provider's own words don't count.
        assert_eq!(tell(&id, &good).await.status, 200, "{nth}");
        if nth % 2 == 0 {
            tell(&id, "x").await.is_problem(400, "sso_failed");
        } else {
            tell(unknown, "x").await.is_problem(404, "not_found");
        }
    }
    for (id, token) in [(id.as_str(), "x"), (unknown, "x"), (id.as_str(), &good)] {
        let refused = tell(id, token).await;
        refused.is_problem(429, "rate_limited");
        assert!(refused.headers.contains_key("retry-after"), "{refused:?}");
    }
    server.clock.turn(std::time::Duration::from_mins(1));
    assert_eq!(tell(&id, &good).await.status, 200);
}

#[tokio::test]
async fn a_provider_is_asked_for_keys_seldom_however_many_tokens_name_unknown_ones() {
    let (server, _) = Server::set_up().await;
    let rogue = Rogue::start().await;
    let id = connected(&server, &rogue).await;
    assert_eq!(rogue.key_requests(), 1);
    let other = Signer::new();
    let flood = async || {
        let path = format!("/sso/backchannel/{id}");
        let token = other.sign("2", &json!({ "iss": rogue.issuer }));
        let form = format!("logout_token={token}");
        let request = server.request(reqwest::Method::POST, &path);
        let kind = "application/x-www-form-urlencoded";
        let request = request.header("content-type", kind).body(form);
        crate::harness::send(request).await.status
    };
    server.clock.turn(std::time::Duration::from_mins(5));
    // Those who come at once wait for the one who asks.
    let seen = tokio::join!(flood(), flood(), flood(), flood());
    assert_eq!(seen.0, 400);
    assert_eq!(rogue.key_requests(), 2);
    for _ in 0..5 {
        flood().await;
    }
    assert_eq!(rogue.key_requests(), 2);
    server.clock.turn(std::time::Duration::from_mins(5));
    flood().await;
    assert_eq!(rogue.key_requests(), 3);
}

#[tokio::test]
async fn a_crm_has_the_server_ask_few_providers() {
    let (server, _) = Server::set_up().await;
    let olena = olena(&server).await;
    let body = provider_body("http://127.0.0.1:9", &json!({}));
    for _ in 0..20 {
        let answer = olena.post(PROVIDERS, &body).await;
        answer.is_problem(400, "sso_failed");
    }
    olena
        .post(PROVIDERS, &body)
        .await
        .is_problem(429, "rate_limited");
}

#[tokio::test]
async fn a_provider_that_a_thief_has_connected_recognises_nobody_after_a_new_password() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let rogue = Rogue::start().await;
    let id = connected(server, &rogue).await;
    let reset = json!({ "email": "olena@acme.example" });
    server.post("/api/v1/password-reset", &reset).await;
    let ticket = letters.wait(2).await[1].ticket().to_owned();
    let new = "nine purple balloons";
    let body = json!({ "ticket": ticket, "new": new, "confirmation": new });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    let visitor = Visitor::new(server);
    let start = format!("/sign-in/sso/{id}/start");
    let sent = send(&visitor, &start, &json!({})).await;
    rogue.give(rogue.sign(&claims(server, &rogue, &sent, &json!({}))));
    let answer = back(&visitor, &sent, "").await;
    is_refused(&answer, SIGN_IN, "sso_no_user");
}
