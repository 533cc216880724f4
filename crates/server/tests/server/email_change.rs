//! Changing one's e-mail address, at the portal and in a CRM.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::{Letter, Letters},
    team,
    visitor::Visitor,
};

const OLD: &str = "olena@acme.example";
const NEW: &str = "olena.koval@acme.example";
const PORTAL: &str = "/portal/email";
const MINE: &str = "/c/acme/me/email";

async fn ask(visitor: &Visitor<'_>, path: &str, email: &str) -> Answer {
    visitor.post(path, &json!({ "email": email })).await
}

/// Olena, at the portal, lately proved.
async fn olena(server: &Server) -> Visitor<'_> {
    let olena = Visitor::at_the_portal(server).await;
    olena.step_up().await;
    olena
}

async fn confirm(visitor: &Visitor<'_>, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket });
    visitor.post("/email/confirm", &body).await
}

async fn undo(server: &Server, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket });
    server.post("/api/v1/email/undo", &body).await
}

/// The newest of the letters to somebody.
fn to<'a>(sent: &'a [Letter], email: &str) -> &'a Letter {
    let found = sent.iter().rev().find(|letter| letter.to == email);
    found.expect("a letter")
}

async fn can_sign_in(server: &Server, email: &str) -> bool {
    Visitor::new(server).sign_in(email, PASSWORD).await.status == 200
}

#[tokio::test]
async fn the_new_address_counts_once_its_link_is_confirmed() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    let asked = ask(&olena, PORTAL, NEW).await;
    assert_eq!(
        (asked.status.as_u16(), asked.json()),
        (202, json!({ "next": "mail", "can_send_mail": true }))
    );
    let sent = letters.wait(2).await;
    assert_eq!(to(&sent, NEW).subject, "Підтвердьте нову адресу");
    assert_eq!(to(&sent, OLD).subject, "Вашу адресу буде змінено");
    let ticket = to(&sent, NEW).ticket().to_owned();
    assert_eq!(
        olena.get("/portal/me").await.json()["account"]["email"],
        OLD
    );

    assert_eq!(confirm(&olena, &ticket).await.status, 204);
    let me = olena.get("/portal/me").await;
    assert_eq!(me.json()["account"]["email"], NEW, "the session goes on");
    assert!(can_sign_in(server, NEW).await);
    // Of her CRM she is still the user that she was.
    let list = Visitor::new(server);
    assert_eq!(list.sign_in(OLD, PASSWORD).await.status, 200);
    let choices = list.get("/sign-in/tickets/current").await.json();
    assert_eq!(choices["choices"].as_array().map(Vec::len), Some(1));
    confirm(&olena, &ticket)
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn a_user_has_an_address_of_their_own_in_each_crm() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = team::olena(server).await;
    assert_eq!(ask(&olena, MINE, NEW).await.status, 202);
    let sent = letters.wait(2).await;
    assert!(to(&sent, OLD).text.contains("Acme"), "{sent:#?}");
    assert_eq!(confirm(&olena, to(&sent, NEW).ticket()).await.status, 204);
    let there = olena.get("/c/acme/session").await;
    assert_eq!(there.json()["user"]["email"], NEW);
    assert_eq!(server.sign_in(NEW, PASSWORD, false).await.status, 200);
    server
        .sign_in(OLD, PASSWORD, false)
        .await
        .is_problem(401, "sign_in_failed");
    let users = olena.get("/c/acme/users").await.json();
    assert_eq!(users["items"][0]["email"], NEW);
    let portal = Visitor::at_the_portal(server).await;
    let me = portal.get("/portal/me").await;
    assert_eq!(me.json()["account"]["email"], OLD, "the account's stays");
}

#[tokio::test]
async fn the_old_address_takes_a_change_back_for_a_week_and_ends_every_session() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    for (nth, path) in [PORTAL, MINE].into_iter().enumerate() {
        let visitor = if path == PORTAL {
            olena(server).await
        } else {
            team::olena(server).await
        };
        let probe = if path == PORTAL {
            "/portal/me"
        } else {
            "/c/acme/session"
        };
        assert_eq!(ask(&visitor, path, NEW).await.status, 202);
        let sent = letters.wait(2 * (nth + 1)).await;
        let way_back = to(&sent, OLD).ticket().to_owned();
        let confirmed = confirm(&visitor, to(&sent, NEW).ticket()).await;
        assert_eq!(confirmed.status, 204);
        assert_eq!(visitor.get(probe).await.status, 200);
        // Who has got a list with the password gets no further by it.
        let list = Visitor::new(server);
        list.sign_in(if path == PORTAL { NEW } else { OLD }, PASSWORD)
            .await;
        server.clock.turn(Duration::from_millis(1));
        assert_eq!(undo(server, &way_back).await.status, 204);
        if path == PORTAL {
            list.open("portal").await.is_problem(400, "ticket_invalid");
        }
        visitor.get(probe).await.is_problem(401, "unauthenticated");
        assert!(can_sign_in(server, OLD).await);
        undo(server, &way_back)
            .await
            .is_problem(400, "ticket_invalid");
    }
    assert!(!can_sign_in(server, NEW).await);
}

#[tokio::test]
async fn a_change_that_was_taken_back_can_not_be_confirmed_any_more() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    ask(&olena, PORTAL, NEW).await;
    let sent = letters.wait(2).await;
    assert_eq!(undo(server, to(&sent, OLD).ticket()).await.status, 204);
    confirm(&olena, to(&sent, NEW).ticket())
        .await
        .is_problem(400, "ticket_invalid");
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    assert!(can_sign_in(server, OLD).await);
}

/// Who has taken an account over moves it twice, and tries the way back to the address in between.
/// A thief in Olena's session has her address changed, and asks for one more change.
struct MovedOn<'a> {
    thief: Visitor<'a>,
    /// The link that went to Olena.
    way_back: String,
    /// The link that went to the thief.
    own_way_back: String,
    sent: Vec<Letter>,
}

async fn moved_on(letters: &Letters) -> MovedOn<'_> {
    let server = &letters.server;
    let thief = olena(server).await;
    ask(&thief, PORTAL, "thief@evil.example").await;
    let sent = letters.wait(2).await;
    let way_back = to(&sent, OLD).ticket().to_owned();
    confirm(&thief, to(&sent, "thief@evil.example").ticket()).await;
    server.clock.turn(Duration::from_mins(1));
    ask(&thief, PORTAL, "thief2@evil.example").await;
    let sent = letters.wait(4).await;
    MovedOn {
        thief,
        way_back,
        own_way_back: to(&sent, "thief@evil.example").ticket().to_owned(),
        sent,
    }
}

#[tokio::test]
async fn whoever_moves_an_account_on_loses_it_all_the_same() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let moved = moved_on(&letters).await;
    confirm(
        &moved.thief,
        to(&moved.sent, "thief2@evil.example").ticket(),
    )
    .await;
    // And a link that sets a new password is under way there.
    let reset = json!({ "email": "thief2@evil.example" });
    server.post("/api/v1/password-reset", &reset).await;
    let reset = to(&letters.wait(5).await, "thief2@evil.example")
        .ticket()
        .to_owned();

    assert_eq!(undo(server, &moved.way_back).await.status, 204);
    undo(server, &moved.own_way_back)
        .await
        .is_problem(400, "ticket_invalid");
    let body = json!({ "ticket": reset, "new": "nine purple balloons", "confirmation": "nine purple balloons" });
    server
        .post("/api/v1/password-reset/complete", &body)
        .await
        .is_problem(400, "ticket_invalid");
    moved
        .thief
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    assert!(can_sign_in(server, OLD).await);
}

#[tokio::test]
async fn whoever_moves_an_account_on_cannot_take_its_way_back() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let moved = moved_on(&letters).await;
    // The thief takes back what never came about.
    assert_eq!(undo(server, &moved.own_way_back).await.status, 204);
    assert!(can_sign_in(server, "thief@evil.example").await);
    assert_eq!(undo(server, &moved.way_back).await.status, 204);
    assert!(!can_sign_in(server, "thief@evil.example").await);
}

#[tokio::test]
async fn a_new_password_ends_a_change_that_waits() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let thief = olena(server).await;
    ask(&thief, PORTAL, "thief@evil.example").await;
    let link = to(&letters.wait(2).await, "thief@evil.example")
        .ticket()
        .to_owned();
    server
        .post("/api/v1/password-reset", &json!({ "email": OLD }))
        .await;
    let sent = letters.wait(3).await;
    let reset = to(&sent, OLD).ticket();
    let new = "nine purple balloons";
    let body = json!({ "ticket": reset, "new": new, "confirmation": new });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    confirm(&thief, &link)
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn links_end_after_a_day_and_after_a_week_and_with_the_next_one() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    ask(&olena, PORTAL, "first@acme.example").await;
    let first = to(&letters.wait(2).await, "first@acme.example")
        .ticket()
        .to_owned();
    ask(&olena, PORTAL, NEW).await;
    let sent = letters.wait(4).await;
    confirm(&olena, &first)
        .await
        .is_problem(400, "ticket_invalid");
    server.clock.turn(Duration::from_hours(24));
    confirm(&olena, to(&sent, NEW).ticket())
        .await
        .is_problem(400, "ticket_invalid");
    server.clock.turn(Duration::from_hours(6 * 24));
    undo(server, to(&sent, OLD).ticket())
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn nobody_learns_whose_an_address_is_but_its_reader() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = team::olena(server).await;
    let ihor = team::ihor(&letters, &olena).await;
    let mut seen = Vec::new();
    for (nth, email) in [OLD, "ihor.bondar@acme.example"].into_iter().enumerate() {
        let begin = Instant::now();
        let answer = ask(&ihor, MINE, email).await;
        assert!(begin.elapsed() >= Duration::from_millis(700), "{email}");
        seen.push((answer.status, answer.json()));
        // He gets the same letter in both cases.
        let sent = letters.wait(1 + 2 * (nth + 1)).await;
        assert!(to(&sent, "ihor@acme.example").text.contains("/email/undo"));
    }
    assert_eq!(seen[0], seen[1]);
    let sent = letters.wait(5).await;
    let told = to(&sent, OLD);
    assert!(
        !told.text.contains("#ticket="),
        "it opens nothing: {told:?}"
    );
    assert!(told.text.contains("sign in to acme at"), "{told:?}");
    // Nor is an address free that somebody is invited with.
    let body = json!({ "emails": ["new@acme.example"], "role": "member" });
    assert_eq!(olena.post("/c/acme/invitations", &body).await.status, 200);
    letters.wait(6).await;
    assert_eq!(ask(&ihor, MINE, "new@acme.example").await.status, 202);
    let sent = letters.wait(8).await;
    assert!(
        !to(&sent, "new@acme.example")
            .text
            .contains("/email/confirm")
    );
}

#[tokio::test]
async fn of_two_who_want_one_address_the_first_to_confirm_gets_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = team::olena(server).await;
    let ihor = team::ihor(&letters, &olena).await;
    ask(&olena, MINE, NEW).await;
    let hers = to(&letters.wait(3).await, NEW).ticket().to_owned();
    ask(&ihor, MINE, NEW).await;
    let his = to(&letters.wait(5).await, NEW).ticket().to_owned();
    let (one, other) = tokio::join!(confirm(&olena, &hers), confirm(&ihor, &his));
    let mut seen = [one.status.as_u16(), other.status.as_u16()];
    seen.sort_unstable();
    assert_eq!(seen, [204, 409]);
}

#[tokio::test]
async fn nothing_is_asked_for_without_a_proof_or_too_often() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    for wrong in ["", "olena", OLD, " OLENA@acme.example"] {
        let answer = ask(&olena, PORTAL, wrong).await;
        answer.is_problem(400, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/email");
    }
    for nth in 0..5 {
        let asked = ask(&olena, PORTAL, &format!("olena{nth}@acme.example")).await;
        assert_eq!(asked.status, 202, "{asked:?}");
    }
    ask(&olena, PORTAL, NEW)
        .await
        .is_problem(429, "rate_limited");
    server.clock.turn(Duration::from_mins(15));
    ask(&olena, PORTAL, NEW)
        .await
        .is_problem(403, "step_up_required");
    let csrf = [("x-csrf-token", "x")];
    let body = json!({ "email": NEW });
    olena
        .call(reqwest::Method::POST, PORTAL, Some(&body), &csrf)
        .await
        .is_problem(403, "csrf_failed");
}

#[tokio::test]
async fn a_ticket_is_good_for_what_it_is_for_alone() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    ask(&olena, PORTAL, NEW).await;
    let sent = letters.wait(2).await;
    let (new, old) = (to(&sent, NEW).ticket(), to(&sent, OLD).ticket());
    confirm(&olena, old).await.is_problem(400, "ticket_invalid");
    undo(server, new).await.is_problem(400, "ticket_invalid");
    let body = json!({ "ticket": new });
    server
        .post("/api/v1/sign-up/confirm", &body)
        .await
        .is_problem(400, "ticket_invalid");
    let application = json!({
        "name": "Mariia", "email": "mariia@berry.example", "password": "nine purple balloons",
    });
    server.post("/api/v1/sign-up", &application).await;
    let theirs = to(&letters.wait(3).await, "mariia@berry.example")
        .ticket()
        .to_owned();
    confirm(&olena, &theirs)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(confirm(&olena, new).await.status, 204);
}

#[tokio::test]
async fn an_account_that_nobody_confirmed_keeps_no_address_from_its_reader() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let application = json!({ "name": "Thief", "email": NEW, "password": "nine purple balloons" });
    server.post("/api/v1/sign-up", &application).await;
    let theirs = letters.wait(1).await[0].ticket().to_owned();
    let olena = olena(server).await;
    ask(&olena, PORTAL, NEW).await;
    let hers = to(&letters.wait(3).await, NEW).ticket().to_owned();
    assert_eq!(confirm(&olena, &hers).await.status, 204);
    let body = json!({ "ticket": theirs, "password": "nine purple balloons" });
    server
        .post("/api/v1/sign-up/confirm", &body)
        .await
        .is_problem(400, "ticket_invalid");
    assert!(can_sign_in(server, NEW).await);
}

#[tokio::test]
async fn without_a_way_to_send_letters_the_address_is_changed_at_once() {
    let (server, _) = Server::set_up().await;
    let olena = team::olena(&server).await;
    let done = ask(&olena, MINE, NEW).await;
    assert_eq!(
        (done.status.as_u16(), done.json()),
        (200, json!({ "next": "done" }))
    );
    assert_eq!(server.sign_in(NEW, PASSWORD, false).await.status, 200);
    let portal = Visitor::at_the_portal(&server).await;
    portal.step_up().await;
    let application = json!({
        "name": "Mariia", "email": "mariia@berry.example", "password": "nine purple balloons",
    });
    server.post("/api/v1/sign-up", &application).await;
    ask(&portal, PORTAL, "mariia@berry.example")
        .await
        .is_problem(409, "email_taken");
    assert_eq!(
        ask(&portal, PORTAL, NEW).await.json()["next"],
        Value::from("done")
    );
}

#[tokio::test]
async fn whoever_opens_the_link_confirms_nothing_in_the_place_of_who_asked() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    ask(&olena, PORTAL, NEW).await;
    let link = to(&letters.wait(2).await, NEW).ticket().to_owned();
    // Who reads the letters that go there clicks, signed in nowhere, in the CRM alone, or as somebody else.
    let reader = Visitor::new(server);
    confirm(&reader, &link)
        .await
        .is_problem(401, "unauthenticated");
    let inside = team::olena(server).await;
    confirm(&inside, &link)
        .await
        .is_problem(401, "unauthenticated");
    let application = json!({
        "name": "Mariia", "email": "mariia@berry.example", "password": "nine purple balloons",
    });
    reader.post("/sign-up", &application).await;
    let theirs = to(&letters.wait(3).await, "mariia@berry.example")
        .ticket()
        .to_owned();
    let body = json!({ "ticket": theirs });
    assert_eq!(reader.post("/sign-up/confirm", &body).await.status, 200);
    confirm(&reader, &link)
        .await
        .is_problem(401, "unauthenticated");
    assert!(can_sign_in(server, OLD).await);
    // In another browser who asked signs in first.
    let elsewhere = Visitor::at_the_portal(server).await;
    assert_eq!(confirm(&elsewhere, &link).await.status, 204);
    assert!(can_sign_in(server, NEW).await);
}

#[tokio::test]
async fn a_new_password_by_the_new_address_takes_no_way_back_away() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let thief = olena(server).await;
    ask(&thief, PORTAL, "thief@evil.example").await;
    let sent = letters.wait(2).await;
    let way_back = to(&sent, OLD).ticket().to_owned();
    confirm(&thief, to(&sent, "thief@evil.example").ticket()).await;
    let body = json!({ "email": "thief@evil.example" });
    server.post("/api/v1/password-reset", &body).await;
    let reset = to(&letters.wait(3).await, "thief@evil.example")
        .ticket()
        .to_owned();
    let new = "nine purple balloons";
    let body = json!({ "ticket": reset, "new": new, "confirmation": new });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(undo(server, &way_back).await.status, 204);
    let list = Visitor::new(server);
    let body = json!({ "email": OLD });
    list.post("/password-reset", &body).await;
    let sent = letters.wait(5).await;
    assert!(to(&sent, OLD).text.contains("/reset-password#ticket="));
}

#[tokio::test]
async fn an_invitation_keeps_no_address_from_who_had_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let thief = team::olena(server).await;
    ask(&thief, MINE, "thief@evil.example").await;
    let sent = letters.wait(2).await;
    let way_back = to(&sent, OLD).ticket().to_owned();
    let confirmed = confirm(&thief, to(&sent, "thief@evil.example").ticket()).await;
    assert_eq!(confirmed.status, 204);
    let body = json!({ "emails": [OLD], "role": "member" });
    assert_eq!(thief.post("/c/acme/invitations", &body).await.status, 200);
    assert_eq!(undo(server, &way_back).await.status, 204);
    let olena = team::olena(server).await;
    let open = olena.get("/c/acme/invitations").await.json();
    assert_eq!(open["items"], json!([]));
    assert_eq!(server.sign_in(OLD, PASSWORD, false).await.status, 200);
}

#[tokio::test]
async fn taking_an_accounts_address_back_ends_what_it_opened_elsewhere() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let thief = olena(server).await;
    let inside = team::olena(server).await;
    ask(&thief, PORTAL, "thief@evil.example").await;
    let way_back = to(&letters.wait(2).await, OLD).ticket().to_owned();
    assert_eq!(undo(server, &way_back).await.status, 204);
    inside
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
}
