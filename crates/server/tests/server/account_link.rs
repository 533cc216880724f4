//! Whose password a user signs in with: the account's, or one of their own.

use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    team,
    visitor::Visitor,
};

const OWN: &str = "/c/acme/me/own-password";
const ACCOUNTS: &str = "/c/acme/me/account-password";
const ACCOUNT: &str = "/c/acme/me/account";
const NEW: &str = "nine purple balloons";

async fn set(visitor: &Visitor<'_>, new: &str) -> Answer {
    let body = json!({ "new": new, "confirmation": new });
    visitor.post(OWN, &body).await
}

async fn account(visitor: &Visitor<'_>) -> Value {
    visitor.get(ACCOUNT).await.json()["account"].clone()
}

/// Proves again who somebody is, after their password was changed.
async fn prove(visitor: &Visitor<'_>, password: &str) {
    let body = json!({ "password": password });
    let proved = visitor.post("/c/acme/me/step-up", &body).await;
    assert_eq!(proved.status, 204, "{proved:?}");
}

#[tokio::test]
async fn an_owner_takes_a_password_of_her_own_and_gives_it_back() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (olena, elsewhere) = (team::olena(server).await, team::olena(server).await);
    let linked = account(&olena).await;
    assert_eq!(
        (
            &linked["email"],
            &linked["by_account"],
            &linked["can_disconnect"]
        ),
        (&json!("olena@acme.example"), &json!(true), &json!(false))
    );
    let done = set(&olena, NEW).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(olena.get("/c/acme/session").await.status, 200);
    elsewhere
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    assert_eq!(letters.wait(1).await[0].subject, "Ваш пароль змінено");
    // Each password opens its own.
    server
        .sign_in("olena", PASSWORD, false)
        .await
        .is_problem(401, "sign_in_failed");
    assert_eq!(server.sign_in("olena", NEW, false).await.status, 200);
    let portal = Visitor::at_the_portal(server).await;
    assert_eq!(portal.crms().await[0]["kept_because"], "owned");
    set(&olena, "eight yellow submarines")
        .await
        .is_problem(412, "version_conflict");

    let back = olena.post(ACCOUNTS, &json!({})).await;
    assert_eq!(back.status, 204, "{back:?}");
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
    server
        .sign_in("olena", NEW, false)
        .await
        .is_problem(401, "sign_in_failed");
    assert_eq!(account(&olena).await["by_account"], true);
    let sent = letters.wait(2).await;
    assert_eq!(sent[1].subject, "Acme: діє пароль вашого облікового запису");
    olena
        .post(ACCOUNTS, &json!({}))
        .await
        .is_problem(412, "version_conflict");
}

#[tokio::test]
async fn a_weak_password_and_two_that_differ_change_nothing() {
    let (server, _) = Server::set_up().await;
    let olena = team::olena(&server).await;
    for weak in ["short", "olena@acme.example", "aaaaaaaaaaaaaaaaaaaa"] {
        set(&olena, weak).await.is_problem(422, "password_weak");
    }
    let body = json!({ "new": NEW, "confirmation": PASSWORD });
    olena
        .post(OWN, &body)
        .await
        .is_problem(422, "passwords_differ");
    assert_eq!(account(&olena).await["by_account"], true);
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}

#[tokio::test]
async fn nobody_does_it_in_somebody_elses_place() {
    let (server, _) = Server::set_up().await;
    let olena = team::olena(&server).await;
    server.clock.turn(std::time::Duration::from_mins(15));
    set(&olena, NEW).await.is_problem(403, "step_up_required");
    olena
        .post(ACCOUNTS, &json!({}))
        .await
        .is_problem(403, "step_up_required");
    let body = json!({ "new": NEW, "confirmation": NEW });
    let csrf = [("x-csrf-token", "x")];
    let post = reqwest::Method::POST;
    olena
        .call(post, OWN, Some(&body), &csrf)
        .await
        .is_problem(403, "csrf_failed");
    let portal = Visitor::at_the_portal(&server).await;
    let stranger = portal.post(OWN, &body).await;
    stranger.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_colleague_of_no_account_has_nothing_to_disconnect() {
    let letters = Letters::set_up().await;
    let olena = team::olena(&letters.server).await;
    let ihor = team::ihor(&letters, &olena).await;
    assert_eq!(account(&ihor).await, Value::Null);
    ihor.post(ACCOUNTS, &json!({}))
        .await
        .is_problem(404, "not_found");
    ihor.delete(ACCOUNT).await.is_problem(404, "not_found");
    set(&ihor, NEW).await.is_problem(412, "version_conflict");
    olena
        .delete(ACCOUNT)
        .await
        .is_problem(409, "last_sign_in_method");
}

/// Mariia has an account of her own, with another address, and joins Acme by a code.
#[tokio::test]
async fn a_connected_colleague_changes_over_and_disconnects() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = team::olena(server).await;
    let ihor = team::ihor(&letters, &olena).await;
    let application = json!({ "name": "Ihor", "email": "ihor@home.example", "password": NEW });
    let home = Visitor::new(server);
    home.post("/sign-up", &application).await;
    let sent = letters.wait(2).await;
    let confirm = json!({ "ticket": sent[1].ticket() });
    assert_eq!(home.post("/sign-up/confirm", &confirm).await.status, 200);
    home.take_csrf("/portal/me").await;
    let code = ihor.post("/c/acme/me/connect-code", &json!({})).await;
    let code = json!({ "code": code.json()["code"] });
    assert_eq!(home.post("/portal/crms/connect", &code).await.status, 200);
    let linked = account(&ihor).await;
    assert_eq!(linked["email"], "ihor@home.example");
    assert_eq!(linked["can_disconnect"], true);

    // The factor that he has here goes with his password.
    let (_app, codes) = Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    assert_eq!(codes.len(), 10);
    ihor.take_csrf("/c/acme/session").await;
    assert_eq!(ihor.post(ACCOUNTS, &json!({})).await.status, 204);
    let factor = ihor.get("/c/acme/me/2fa").await.json();
    assert_eq!(factor["enabled"], false, "{factor}");
    let (login, acme) = ("ihor@acme.example", "acme");
    let sign_in = async |password: &str| {
        let body = json!({ "address": acme, "login": login, "password": password });
        server.post("/api/v1/sign-in", &body).await.status.as_u16()
    };
    assert_eq!((sign_in(PASSWORD).await, sign_in(NEW).await), (401, 200));
    ihor.delete(ACCOUNT)
        .await
        .is_problem(409, "last_sign_in_method");
    prove(&ihor, NEW).await;
    assert_eq!(set(&ihor, "eight yellow submarines").await.status, 204);
    assert_eq!(sign_in(NEW).await, 401);
    server.clock.turn(std::time::Duration::from_mins(15));
    ihor.delete(ACCOUNT)
        .await
        .is_problem(403, "step_up_required");
    prove(&ihor, "eight yellow submarines").await;
    let acme = home.crms().await[0]["id"].clone();
    let enter = format!("/portal/crms/{}/enter", acme.as_str().expect("an id"));
    let ticket = async || {
        let url = home.post(&enter, &json!({})).await.json()["url"].clone();
        let (_, ticket) = url
            .as_str()
            .expect("a URL")
            .split_once('=')
            .expect("a ticket");
        json!({ "ticket": ticket })
    };
    let inside = Visitor::new(server);
    let entered = inside.post("/c/acme/enter", &ticket().await).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    let left_over = ticket().await;
    assert_eq!(ihor.delete(ACCOUNT).await.status, 204);
    // Whoever was there by the account is out, and nobody else.
    inside
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    inside
        .post("/c/acme/enter", &left_over)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(ihor.get("/c/acme/session").await.status, 200);
    assert_eq!(account(&ihor).await, Value::Null);
    assert_eq!(sign_in("eight yellow submarines").await, 200);
    let left: Vec<_> = home.crms().await;
    assert!(
        left.iter().all(|crm| crm["crm"]["slug"] != "acme"),
        "{left:?}"
    );
}
