//! Signing up for an account.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    link::{audit_is_whole, ticket},
    visitor::Visitor,
};

const MARIIA: &str = "mariia@berry.example";
const HERS: &str = "nine purple balloons";
const OTHERS: &str = "ten orange umbrellas";

fn application(email: &str, password: &str) -> Value {
    json!({
        "name": "Mariia Berry", "email": email, "password": password, "crm_name": "Berry Ltd",
        "locale": "en", "time_zone": "Europe/Kyiv",
    })
}

async fn confirm(visitor: &Visitor<'_>, ticket: &str, password: Option<&str>) -> Answer {
    let mut body = json!({ "ticket": ticket });
    if let Some(password) = password {
        body["password"] = password.into();
    }
    visitor.post("/sign-up/confirm", &body).await
}

/// Signs somebody up, and returns the ticket of the letter, which is the `nth`.
async fn apply(letters: &Letters, visitor: &Visitor<'_>, password: &str, nth: usize) -> String {
    let asked = visitor
        .post("/sign-up", &application(MARIIA, password))
        .await;
    assert_eq!(
        (asked.status.as_u16(), asked.json()),
        (202, json!({ "next": "mail" })),
    );
    letters.wait(nth).await[nth - 1].ticket().to_owned()
}

#[tokio::test]
async fn whoever_confirms_the_letter_lands_in_their_crm() {
    let letters = Letters::set_up().await;
    let mariia = Visitor::new(&letters.server);
    let ticket = apply(&letters, &mariia, HERS, 1).await;
    let sent = letters.wait(1).await;
    assert_eq!(
        (sent[0].to.as_str(), sent[0].subject.as_str()),
        (MARIIA, "Confirm your account")
    );
    assert!(!sent[0].text.contains(HERS), "no letter has a password");
    mariia
        .sign_in(MARIIA, HERS)
        .await
        .is_problem(401, "sign_in_failed");

    let done = confirm(&mariia, &ticket, None).await;
    assert_eq!(
        (done.status.as_u16(), done.json()),
        (200, json!({ "url": "/c/berry-ltd/" }))
    );
    let me = mariia.get("/portal/me").await;
    assert_eq!(me.json()["account"]["email"], MARIIA);
    assert_eq!(me.json()["account"]["is_operator"], false);
    let there = mariia.get("/c/berry-ltd/session").await;
    assert_eq!(there.json()["user"]["role"], "owner");
    let crms = mariia.crms().await;
    assert_eq!(crms.len(), 1, "and nobody else's: {crms:?}");
    let ready = letters.wait(2).await;
    assert_eq!(ready[1].subject, "Berry Ltd is ready");
    for place in ["/c/berry-ltd/", "/account"] {
        assert!(ready[1].text.contains(place), "{}", ready[1].text);
    }
    assert!(!ready[1].text.contains(HERS));

    confirm(&mariia, &ticket, None)
        .await
        .is_problem(400, "ticket_invalid");
    let again = Visitor::new(&letters.server);
    assert_eq!(again.sign_in(MARIIA, HERS).await.status, 200);
}

#[tokio::test]
async fn another_browser_gives_the_password() {
    let letters = Letters::set_up().await;
    let mariia = Visitor::new(&letters.server);
    let ticket = apply(&letters, &mariia, HERS, 1).await;
    let phone = Visitor::new(&letters.server);
    let asked = confirm(&phone, &ticket, None).await;
    asked.is_problem(403, "step_up_required");
    assert_eq!(asked.json()["methods"], json!(["password"]));
    confirm(&phone, &ticket, Some(OTHERS))
        .await
        .is_problem(422, "current_password_wrong");
    let done = confirm(&phone, &ticket, Some(HERS)).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(phone.get("/portal/me").await.status, 200);
    mariia
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_password_can_not_be_guessed_by_a_link() {
    let letters = Letters::set_up().await;
    let ticket = apply(&letters, &Visitor::new(&letters.server), HERS, 1).await;
    let phone = Visitor::new(&letters.server);
    for _ in 0..10 {
        confirm(&phone, &ticket, Some(OTHERS))
            .await
            .is_problem(422, "current_password_wrong");
    }
    confirm(&phone, &ticket, Some(HERS))
        .await
        .is_problem(429, "rate_limited");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let letters = Letters::set_up().await;
    let visitor = Visitor::new(&letters.server);
    let mut seen = Vec::new();
    for email in ["Olena@acme.example", MARIIA] {
        let begin = Instant::now();
        let answer = visitor.post("/sign-up", &application(email, OTHERS)).await;
        assert!(begin.elapsed() >= Duration::from_millis(700), "{email}");
        let names: Vec<_> = answer.headers.keys().cloned().collect();
        seen.push((answer.status, answer.json(), names));
    }
    assert_eq!(seen[0], seen[1]);
    let mut sent = letters.wait(2).await;
    sent.sort_by(|a, b| a.to.cmp(&b.to));
    assert_eq!(sent[1].to, "olena@acme.example");
    assert_eq!(sent[1].subject, "У вас уже є обліковий запис");
    for place in ["/sign-in", "/forgot-password"] {
        assert!(sent[1].text.contains(place), "{}", sent[1].text);
    }
    assert!(!sent[1].text.contains("#ticket="), "it opens nothing");
    // Nothing else has changed.
    let olena = Visitor::new(&letters.server);
    olena
        .sign_in("olena@acme.example", OTHERS)
        .await
        .is_problem(401, "sign_in_failed");
    Visitor::at_the_portal(&letters.server).await;
}

#[tokio::test]
async fn whoever_signs_up_with_somebody_elses_address_spoils_and_gets_nothing() {
    let letters = Letters::set_up().await;
    let (mariia, thief) = (Visitor::new(&letters.server), Visitor::new(&letters.server));
    let before = apply(&letters, &thief, OTHERS, 1).await;
    let hers = apply(&letters, &mariia, HERS, 2).await;
    let after = apply(&letters, &thief, OTHERS, 3).await;
    for not_hers in [&before, &after] {
        confirm(&mariia, not_hers, None)
            .await
            .is_problem(403, "step_up_required");
        confirm(&mariia, not_hers, Some(HERS))
            .await
            .is_problem(422, "current_password_wrong");
    }
    assert_eq!(confirm(&mariia, &hers, None).await.status, 200);
    for not_hers in [&before, &after] {
        confirm(&thief, not_hers, None)
            .await
            .is_problem(400, "ticket_invalid");
    }
    thief
        .sign_in(MARIIA, OTHERS)
        .await
        .is_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn of_two_who_confirm_at_once_one_gets_in() {
    let letters = Letters::set_up().await;
    let mariia = Visitor::new(&letters.server);
    let ticket = apply(&letters, &mariia, HERS, 1).await;
    let (one, other) = tokio::join!(
        confirm(&mariia, &ticket, None),
        confirm(&mariia, &ticket, None)
    );
    let mut seen = [one.status.as_u16(), other.status.as_u16()];
    seen.sort_unstable();
    assert_eq!(seen, [200, 400]);
    assert_eq!(mariia.crms().await.len(), 1);
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_for_nothing_else() {
    let letters = Letters::set_up().await;
    let mariia = Visitor::new(&letters.server);
    let ticket = apply(&letters, &mariia, HERS, 1).await;
    let reset = json!({ "ticket": ticket, "new": OTHERS, "confirmation": OTHERS });
    mariia
        .post("/password-reset/complete", &reset)
        .await
        .is_problem(400, "ticket_invalid");
    for foreign in ["", "x", &"x".repeat(43)] {
        confirm(&mariia, foreign, None)
            .await
            .is_problem(400, "ticket_invalid");
    }
    letters.server.clock.turn(Duration::from_hours(24));
    confirm(&mariia, &ticket, None)
        .await
        .is_problem(400, "ticket_invalid");
    let next = apply(&letters, &mariia, HERS, 2).await;
    assert_eq!(confirm(&mariia, &next, None).await.status, 200);
}

#[tokio::test]
async fn the_sixth_within_an_hour_from_one_address_waits() {
    let letters = Letters::set_up().await;
    let visitor = Visitor::new(&letters.server);
    let ask = async |email: String| visitor.post("/sign-up", &application(&email, HERS)).await;
    visitor
        .post("/sign-up", &application(MARIIA, "short"))
        .await
        .is_problem(422, "password_weak");
    for nth in 0..5 {
        let asked = ask(format!("mariia{nth}@berry.example")).await;
        assert_eq!(asked.status, 202, "{asked:?}");
    }
    let refused = ask(MARIIA.to_owned()).await;
    refused.is_problem(429, "rate_limited");
    letters.server.clock.turn(Duration::from_hours(1));
    assert_eq!(ask(MARIIA.to_owned()).await.status, 202);
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let (server, _) = Server::set_up().await;
    let body = json!({ "name": "", "email": "x", "password": HERS, "time_zone": "Mars/Base" });
    let answer = server.post("/api/v1/sign-up", &body).await;
    answer.is_problem(400, "validation_failed");
    let wrong: Vec<_> = answer.json()["errors"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|error| error["pointer"].clone())
        .collect();
    assert_eq!(wrong, ["/name", "/email", "/time_zone"]);
    let mut weak = application(MARIIA, "Mariia   berry LTD");
    weak["crm_name"] = "Mariia Berry ltd".into();
    server
        .post("/api/v1/sign-up", &weak)
        .await
        .is_problem(422, "password_weak");
}

#[tokio::test]
async fn where_nobody_may_nobody_does() {
    let server = Server::closed().await;
    let policy = server.get("/api/v1/sign-up").await;
    assert_eq!(
        policy.json(),
        json!({ "policy": "closed", "has_referral": false })
    );
    for email in [MARIIA, "olena@acme.example"] {
        server
            .post("/api/v1/sign-up", &application(email, HERS))
            .await
            .is_problem(403, "signup_closed");
    }
}

/// Signs up by a ticket of the operator's link, if there is one.
async fn sign_up_by(visitor: &Visitor<'_>, email: &str, ticket: Option<&str>) -> Answer {
    let mut body = application(email, HERS);
    if let Some(ticket) = ticket {
        body["ticket"] = ticket.into();
    }
    visitor.post("/sign-up", &body).await
}

#[tokio::test]
async fn where_it_takes_a_link_of_the_operators_each_lets_one_person_in() {
    let server = Server::by_invitation(None).await;
    let policy = server.get("/api/v1/sign-up").await;
    assert_eq!(policy.json()["policy"], "invite");
    let visitor = Visitor::new(&server);
    for wrong in [None, Some(""), Some("AAAA")] {
        sign_up_by(&visitor, MARIIA, wrong)
            .await
            .is_problem(403, "signup_by_invitation");
    }
    let ticket = ticket(&server, &["sign-up"], "Sign-up", "/sign-up").await;
    // What is mistyped doesn't use it up.
    let taken = sign_up_by(&visitor, "olena@acme.example", Some(&ticket)).await;
    taken.is_problem(409, "email_taken");
    let done = sign_up_by(&visitor, MARIIA, Some(&ticket)).await;
    assert_eq!(done.json()["next"], "open", "{done:?}");
    sign_up_by(&Visitor::new(&server), "zoe@berry.example", Some(&ticket))
        .await
        .is_problem(403, "signup_by_invitation");
    assert!(audit_is_whole(&server).await);
}

#[tokio::test]
async fn a_link_of_the_operators_is_good_for_seven_days() {
    let server = Server::by_invitation(None).await;
    let ticket = ticket(&server, &["sign-up"], "Sign-up", "/sign-up").await;
    server.clock.turn(Duration::from_hours(7 * 24 + 1));
    sign_up_by(&Visitor::new(&server), MARIIA, Some(&ticket))
        .await
        .is_problem(403, "signup_by_invitation");
}

#[tokio::test]
async fn of_two_who_sign_up_by_one_link_the_first_to_confirm_gets_the_account() {
    let letters = Letters::by_invitation().await;
    let server = &letters.server;
    let ticket = ticket(server, &["sign-up"], "Sign-up", "/sign-up").await;
    let visitor = Visitor::new(server);
    for email in [MARIIA, "zoe@berry.example"] {
        let asked = sign_up_by(&visitor, email, Some(&ticket)).await;
        assert_eq!(asked.status, 202, "{asked:?}");
    }
    let zoe = letters.first_to("zoe@berry.example").await;
    let mariia = letters.first_to(MARIIA).await;
    let done = confirm(&visitor, zoe.ticket(), None).await;
    assert_eq!(done.status, 200, "{done:?}");
    confirm(&visitor, mariia.ticket(), None)
        .await
        .is_problem(403, "signup_by_invitation");
    let alone = Visitor::new(server);
    alone
        .sign_in(MARIIA, HERS)
        .await
        .is_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn before_the_operator_nobody_signs_up() {
    let server = Server::empty().await;
    server
        .post("/api/v1/sign-up", &application(MARIIA, HERS))
        .await
        .is_problem(403, "signup_closed");
}

#[tokio::test]
async fn without_a_way_to_send_letters_the_account_is_there_at_once() {
    let (server, _) = Server::set_up().await;
    let policy = server.get("/api/v1/sign-up").await;
    assert_eq!(
        policy.json(),
        json!({ "policy": "open", "has_referral": true })
    );
    let mariia = Visitor::new(&server);
    let done = mariia.post("/sign-up", &application(MARIIA, HERS)).await;
    assert_eq!(
        (done.status.as_u16(), done.json()),
        (200, json!({ "next": "open", "url": "/c/berry-ltd/" }))
    );
    assert_eq!(mariia.crms().await.len(), 1);
    Visitor::new(&server)
        .post("/sign-up", &application(MARIIA, OTHERS))
        .await
        .is_problem(409, "email_taken");
    let again = Visitor::new(&server);
    assert_eq!(again.sign_in(MARIIA, HERS).await.status, 200);
    Visitor::at_the_portal(&server).await;
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}

#[tokio::test]
async fn another_site_signs_nobody_up() {
    let letters = Letters::set_up().await;
    let request = letters
        .server
        .request(reqwest::Method::POST, "/api/v1/sign-up")
        .header("origin", "https://evil.example")
        .json(&application(MARIIA, HERS));
    crate::harness::send(request)
        .await
        .is_problem(403, "origin_refused");
}
