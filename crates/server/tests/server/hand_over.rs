//! A CRM that the operator hands over to another owner, by the command line.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    closing::{HERS, MARIIA, mariia},
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    link::audit_is_whole,
    money::command,
    portal::create,
    provider::Provider,
    staff,
    team::{add, by_password, by_two, change, ihor, olena, with_password},
    visitor::Visitor,
};

const NEW: &str = "eight yellow submarines";

async fn hand_over(server: &Server, crm: &str, to: &str) -> (Option<i32>, String) {
    let done = command(server, &["hand-over", "--crm", crm, "--to", to]).await;
    // What the command has written down is due by its own clock.
    server.clock.turn(Duration::from_mins(1));
    done
}

async fn is_refused(server: &Server, crm: &str, to: &str, code: &str) {
    let (exit, told) = hand_over(server, crm, to).await;
    assert_eq!(exit, Some(2), "{told}");
    assert!(told.ends_with(&format!(" ({code})\n")), "{told}");
}

/// The CRM as an account's list has it.
async fn listed(visitor: &Visitor<'_>, name: &str) -> Value {
    let crms = visitor.crms().await;
    let found = crms.iter().find(|crm| crm["crm"]["name"] == name);
    found.expect("on the list").clone()
}

async fn schedule(visitor: &Visitor<'_>, crm: &Value) -> Answer {
    let path = format!("/portal/crms/{}", crm["id"].as_str().expect("an id"));
    let body = json!({ "name": crm["crm"]["name"] });
    visitor.call(Method::DELETE, &path, Some(&body), &[]).await
}

/// What somebody is in the CRM who signs in to it now.
async fn role_of(server: &Server, login: &str) -> Value {
    let visitor = with_password(server, login).await;
    visitor.get("/c/acme/session").await.json()["user"]["role"].clone()
}

#[tokio::test]
async fn somebody_without_an_account_gets_one_that_owns_the_crm() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let (exit, told) = hand_over(server, "acme", "Ihor").await;
    assert_eq!(exit, Some(0), "{told}");
    assert!(
        told.starts_with("Acme belongs to ihor@acme.example, a new account"),
        "{told}"
    );
    for visitor in [&olena, &ihor] {
        visitor
            .get("/c/acme/session")
            .await
            .is_problem(401, "unauthenticated");
    }
    assert_eq!(role_of(server, "ihor").await, "owner");
    assert_eq!(role_of(server, "olena").await, "admin");

    let sent = letters.wait(3).await;
    let to = |email: &str| {
        let found = sent[1..].iter().find(|letter| letter.to == email);
        found.expect("told")
    };
    assert!(to("olena@acme.example").text.contains("ihor@acme.example"));
    let ticket = to("ihor@acme.example").ticket();
    let body = json!({ "ticket": ticket, "new": NEW, "confirmation": NEW });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    let his = Visitor::new(server);
    his.sign_in("ihor@acme.example", NEW).await;
    assert_eq!(his.open("portal").await.status, 200);
    his.take_csrf("/portal/me").await;
    let crm = listed(&his, "Acme").await;
    assert_eq!(
        (&crm["role"], &crm["can_delete"]),
        (&json!("owner"), &json!(true))
    );
    assert_eq!(crm["balance"]["minor"], 0, "{crm}");

    let hers = Visitor::at_the_portal(server).await;
    let crm = listed(&hers, "Acme").await;
    assert_eq!(
        (&crm["role"], &crm["can_delete"]),
        (&json!("admin"), &json!(false))
    );
    assert_eq!(crm["balance"], Value::Null, "a former owner sees none");
    schedule(&hers, &crm).await.is_problem(403, "not_owner");
    assert_eq!(schedule(&his, &crm).await.status, 200, "the new one may");
    assert!(audit_is_whole(server).await);
}

#[tokio::test]
async fn the_account_that_somebody_is_connected_with_owns_it_with_its_balance_and_gives_it_back() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let hers = mariia(&letters).await;
    let olena = olena(server).await;
    let invited = staff::invite(&olena, &[MARIIA], "viewer").await;
    assert_eq!(invited.status, 200, "{invited:?}");
    // After her confirmation, and that her CRM is ready.
    let ticket = json!({ "ticket": letters.wait(3).await[2].ticket() });
    let joined = hers.post("/portal/invitations/accept", &ticket).await;
    assert_eq!(joined.status, 200, "{joined:?}");
    let args = ["top-up", "--crm", "acme", "--amount", "1250"];
    let (exit, told) = command(server, &[&args[..], &["--reference", "INV-1"]].concat()).await;
    assert_eq!(exit, Some(0), "{told}");

    for _ in 0..2 {
        let told = hand_over(server, "acme", MARIIA).await;
        let said = format!("Acme belongs to {MARIIA}\n");
        assert_eq!(told, (Some(0), said), "also when it is hers already");
    }
    letters.wait(5).await;
    let crm = listed(&hers, "Acme").await;
    assert_eq!(crm["can_delete"], true);
    assert_eq!(crm["balance"]["minor"], 1250, "{crm}");
    let entries = with_password(server, "olena").await;
    let log = entries
        .get("/c/acme/audit?kind=crm.owner_changed")
        .await
        .json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1), "{log}");
    let entry = &log["items"][0];
    assert_eq!(entry["actor"]["kind"], "operator");
    assert_eq!(entry["subject"]["name"], "Mariia Berry");

    let told = hand_over(server, "acme", "olena").await;
    assert_eq!(
        told,
        (Some(0), "Acme belongs to olena@acme.example\n".to_owned())
    );
    assert_eq!(role_of(server, "olena").await, "owner");
    let crm = listed(&hers, "Acme").await;
    assert_eq!(
        (&crm["role"], &crm["balance"]),
        (&json!("admin"), &Value::Null)
    );
    assert!(audit_is_whole(server).await);
}

#[tokio::test]
async fn it_is_refused_to_strangers_and_while_the_crm_is_about_to_be_deleted() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let hers = mariia(&letters).await;
    let olena = olena(server).await;
    is_refused(server, "nowhere", "olena", "crm_not_found").await;
    is_refused(server, "acme", "mariia", "not_found").await;
    is_refused(server, "acme", MARIIA, "not_found").await;

    // Her address is the account's, and nobody has said yet that both are one person.
    staff::invite(&olena, &[MARIIA], "member").await;
    let ticket = letters.wait(3).await[2].ticket().to_owned();
    let body = json!({ "ticket": ticket, "first_name": "Mariia", "password": PASSWORD });
    let accepted = server.post("/api/v1/invitations/accept", &body).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    is_refused(server, "acme", MARIIA, "account_not_connected").await;

    let users = staff::users(&olena).await;
    let user = users.iter().find(|user| user["email"] == MARIIA);
    let off = json!({ "status": "deactivated" });
    let patched = staff::patch(&olena, user.expect("there"), &off).await;
    assert_eq!(patched.status, 200, "{patched:?}");
    is_refused(server, "acme", MARIIA, "not_found").await;

    let crm = listed(&hers, "Berry Ltd").await;
    assert_eq!(schedule(&hers, &crm).await.status, 200);
    is_refused(server, "berry-ltd", MARIIA, "crm_scheduled_for_deletion").await;
    assert_eq!(role_of(server, "olena").await, "owner", "nothing changed");
}

#[tokio::test]
async fn no_account_owns_more_than_it_may_by_it() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let hers = mariia(&letters).await;
    let olena = olena(server).await;
    staff::invite(&olena, &[MARIIA], "member").await;
    let ticket = json!({ "ticket": letters.wait(3).await[2].ticket() });
    let joined = hers.post("/portal/invitations/accept", &ticket).await;
    assert_eq!(joined.status, 200, "{joined:?}");
    // With the first one that makes five, and there are no more in a day.
    let days = [
        (Duration::ZERO, ["k1", "k2", "k3"]),
        (Duration::from_hours(24), ["k4", "k5", "k6"]),
    ];
    for (later, keys) in days {
        server.clock.turn(later);
        let hers = Visitor::new(server);
        hers.sign_in(MARIIA, HERS).await;
        hers.open("portal").await;
        hers.take_csrf("/portal/me").await;
        for key in keys {
            let made = create(&hers, "Berry", key).await;
            assert_eq!(made.status, 200, "{made:?}");
        }
    }
    is_refused(server, "acme", MARIIA, "crm_limit_reached").await;
}

#[tokio::test]
async fn a_demanded_provider_is_left_to_nobody_who_could_not_take_that_back() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let people = json!({ "olena": { "email": "olena@acme.example", "email_verified": true } });
    let provider = Provider::for_server(server, people).await;
    let hers = olena(server).await;
    ihor(&letters, &hers).await;
    let id = add(&hers, &provider, &json!({})).await;
    let portal = Visitor::at_the_portal(server).await;
    let (app, _) = Authenticator::enabled(server, &portal, "/portal").await;
    let hers = by_two(server, &app).await;
    let required = json!({ "required": true });
    assert_eq!(change(&hers, &provider, &id, &required).await.status, 200);
    is_refused(server, "acme", "ihor", "last_sign_in_method").await;
    let asked = by_password(&Visitor::new(server), "olena", PASSWORD).await;
    assert_eq!(
        asked.json()["next"],
        "second_factor",
        "she is the owner still"
    );
}
