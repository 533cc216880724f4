//! Somebody who holds another one's session for a moment, and what the person gets back.

use std::time::Duration;

use serde_json::json;

use crate::{
    harness::{Answer, PASSWORD, Server},
    letters::{Letter, Letters},
    team,
    visitor::Visitor,
};

const IHOR: &str = "ihor@acme.example";
const THIEF: &str = "thief@evil.example";
const THEIRS: &str = "nine purple balloons";
const NEW: &str = "eight yellow submarines";
const ACCOUNTS: &str = "/c/acme/me/account-password";

/// Ihor's session, and a thief's account; three letters were sent.
async fn ihor_and_thief(letters: &Letters) -> (Visitor<'_>, Visitor<'_>) {
    let olena = team::olena(&letters.server).await;
    let ihor = team::ihor(letters, &olena).await;
    let thief = Visitor::new(&letters.server);
    let application = json!({ "name": "Thief", "email": THIEF, "password": THEIRS });
    thief.post("/sign-up", &application).await;
    let sent = letters.wait(2).await;
    let confirm = json!({ "ticket": newest(&sent, THIEF).ticket() });
    assert_eq!(thief.post("/sign-up/confirm", &confirm).await.status, 200);
    thief.take_csrf("/portal/me").await;
    letters.wait(3).await;
    letters.server.clock.turn(Duration::from_mins(1));
    (ihor, thief)
}

/// Connects whoever's session it is with the thief's account, whose password counts from then on. That makes two
/// more letters.
async fn take_over(ihor: &Visitor<'_>, thief: &Visitor<'_>, server: &Server) {
    let code = ihor.post("/c/acme/me/connect-code", &json!({})).await;
    let code = json!({ "code": code.json()["code"] });
    assert_eq!(thief.post("/portal/crms/connect", &code).await.status, 200);
    server.clock.turn(Duration::from_mins(1));
    assert_eq!(ihor.post(ACCOUNTS, &json!({})).await.status, 204);
}

fn newest<'a>(sent: &'a [Letter], email: &str) -> &'a Letter {
    let found = sent.iter().rev().find(|letter| letter.to == email);
    found.expect("a letter")
}

/// The links that take something back: that of the connection, and that of the password. Letters that wait together
/// may be sent in any order.
fn ways_back(sent: &[Letter], email: &str) -> Vec<String> {
    let about = |subject: &str| {
        let is_it = |letter: &&Letter| letter.to == email && letter.subject == subject;
        let letter = sent.iter().find(is_it).expect(subject);
        assert!(letter.text.contains("/account-link/undo#"), "{letter:?}");
        letter.ticket().to_owned()
    };
    vec![
        about("Acme is in an account's list"),
        about("Acme: your account's password counts"),
    ]
}

async fn undo(server: &Server, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket });
    server.post("/api/v1/account-link/undo", &body).await
}

async fn sign_in(server: &Server, password: &str) -> u16 {
    server.sign_in(IHOR, password, false).await.status.as_u16()
}

/// "Forgot password?", whose letter must reach Ihor.
async fn set_anew(letters: &Letters, nth: usize) {
    let server = &letters.server;
    let body = json!({ "email": IHOR, "address": "acme" });
    server.post("/api/v1/password-reset", &body).await;
    let sent = letters.wait(nth).await;
    let letter = sent.last().expect("a letter");
    assert_eq!(letter.to, IHOR);
    let body = json!({ "ticket": letter.ticket(), "new": NEW, "confirmation": NEW });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(sign_in(server, NEW).await, 200);
}

#[tokio::test]
async fn a_stolen_session_gives_nobody_away_for_good() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (ihor, thief) = ihor_and_thief(&letters).await;
    take_over(&ihor, &thief, server).await;
    assert_eq!(
        (
            sign_in(server, PASSWORD).await,
            sign_in(server, THEIRS).await
        ),
        (401, 200)
    );
    let links = ways_back(&letters.wait(5).await, IHOR);

    assert_eq!(undo(server, &links[0]).await.status, 204);
    ihor.get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    assert_eq!(sign_in(server, THEIRS).await, 401);
    let crms = thief.crms().await;
    assert!(crms.iter().all(|crm| crm["crm"]["slug"] != "acme"));
    for link in &links {
        undo(server, link).await.is_problem(400, "ticket_invalid");
    }
    set_anew(&letters, 6).await;
}

#[tokio::test]
async fn what_a_thief_has_set_since_goes_with_the_connection() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (ihor, thief) = ihor_and_thief(&letters).await;
    take_over(&ihor, &thief, server).await;
    let links = ways_back(&letters.wait(5).await, IHOR);
    // A password of the thief's own, and no trace of the account.
    let own = "seventeen green frogs";
    let prove = async |password: &str| {
        let body = json!({ "password": password });
        let proved = ihor.post("/c/acme/me/step-up", &body).await;
        assert_eq!(proved.status, 204, "{proved:?}");
    };
    prove(THEIRS).await;
    let body = json!({ "new": own, "confirmation": own });
    let set = ihor.post("/c/acme/me/own-password", &body).await;
    assert_eq!(set.status, 204, "{set:?}");
    prove(own).await;
    assert_eq!(ihor.delete("/c/acme/me/account").await.status, 204);
    let told = letters.wait(7).await;
    assert_eq!(told[6].to, IHOR, "he hears of that, too");
    assert_eq!(sign_in(server, own).await, 200);

    assert_eq!(undo(server, &links[1]).await.status, 204);
    assert_eq!(sign_in(server, own).await, 401);
    set_anew(&letters, 8).await;
}

#[tokio::test]
async fn the_way_back_to_an_address_takes_a_later_connection_back() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (ihor, thief) = ihor_and_thief(&letters).await;
    let moved = "thief2@evil.example";
    let body = json!({ "email": moved });
    assert_eq!(ihor.post("/c/acme/me/email", &body).await.status, 202);
    let sent = letters.wait(5).await;
    let way_back = newest(&sent, IHOR).ticket().to_owned();
    let body = json!({ "ticket": newest(&sent, moved).ticket() });
    assert_eq!(ihor.post("/email/confirm", &body).await.status, 204);
    server.clock.turn(Duration::from_mins(1));
    take_over(&ihor, &thief, server).await;
    let links = ways_back(&letters.wait(7).await, moved);
    assert_eq!(links.len(), 2, "nothing of it came to Ihor");

    let body = json!({ "ticket": way_back });
    let undone = server.post("/api/v1/email/undo", &body).await;
    assert_eq!(undone.status, 204, "{undone:?}");
    assert_eq!(sign_in(server, THEIRS).await, 401);
    for link in &links {
        undo(server, link).await.is_problem(400, "ticket_invalid");
    }
    set_anew(&letters, 8).await;
}

#[tokio::test]
async fn the_link_is_good_for_a_week_and_for_nothing_else() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (ihor, thief) = ihor_and_thief(&letters).await;
    take_over(&ihor, &thief, server).await;
    let links = ways_back(&letters.wait(5).await, IHOR);
    let body = json!({ "ticket": links[0] });
    for other in ["/api/v1/email/undo", "/api/v1/account/reopen"] {
        server
            .post(other, &body)
            .await
            .is_problem(400, "ticket_invalid");
    }
    server.clock.turn(Duration::from_hours(7 * 24));
    undo(server, &links[0])
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn a_new_password_of_an_account_ends_what_the_old_one_opened() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let inside = team::olena(server).await;
    let portal = Visitor::at_the_portal(server).await;
    // Changed at the portal, it ends sessions of CRMs, too.
    let body = json!({ "current": PASSWORD, "new": NEW, "confirmation": NEW });
    assert_eq!(portal.post("/portal/password", &body).await.status, 204);
    inside
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    let again = Visitor::new(server);
    let opened = team::by_password(&again, "olena", NEW).await;
    assert_eq!(opened.status, 200, "{opened:?}");
    // And so it is when it's forgotten.
    let body = json!({ "email": "olena@acme.example" });
    server.post("/api/v1/password-reset", &body).await;
    let sent = letters.wait(2).await;
    let ticket = newest(&sent, "olena@acme.example").ticket();
    let body = json!({ "ticket": ticket, "new": THEIRS, "confirmation": THEIRS });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    again
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    portal
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn strangers_get_letters_without_anybodys_words_and_few_of_them() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let bait = "Prize at evil.example";
    let application = json!({
        "name": bait, "email": " Victim@HOME.example", "password": THEIRS, "crm_name": bait,
        "locale": "en",
    });
    for nth in 1..=5 {
        let visitor = Visitor::new(server);
        assert_eq!(visitor.post("/sign-up", &application).await.status, 202);
        letters.wait(nth).await;
    }
    let olena = Visitor::at_the_portal(server).await;
    olena.step_up().await;
    let asked = async |email: &str| {
        let answer = olena
            .post("/portal/email", &json!({ "email": email }))
            .await;
        assert_eq!(answer.status, 202, "{answer:?}");
    };
    asked("victim@home.example").await;
    asked("other@home.example").await;
    let inside = team::olena(server).await;
    let invite = async |email: &str| {
        let body = json!({ "emails": [email], "role": "member" });
        inside.post("/c/acme/invitations", &body).await
    };
    invite("victim@home.example")
        .await
        .is_problem(429, "rate_limited");
    assert_eq!(invite("third@home.example").await.status, 200);
    // Of both changes she hears herself.
    let sent = letters.wait(9).await;
    let mut to: Vec<_> = sent.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    to.dedup_by(|one, other| one == other);
    assert_eq!(
        to,
        [
            "olena@acme.example",
            "other@home.example",
            "third@home.example",
            "victim@home.example",
        ],
        "letters go to the form that is compared"
    );
    for letter in sent
        .iter()
        .filter(|letter| letter.to.ends_with("@home.example"))
    {
        for words in [bait, "Olena", "Koval", "Acme"] {
            let said = [&letter.subject, &letter.text];
            assert!(said.iter().all(|text| !text.contains(words)), "{letter:?}");
        }
    }
    server.clock.turn(Duration::from_hours(1));
    assert_eq!(invite("victim@home.example").await.status, 200);
}
