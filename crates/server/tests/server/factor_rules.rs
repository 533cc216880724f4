//! What a CRM demands of second factors.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    team,
    visitor::Visitor,
};

const PATH: &str = "/c/acme/settings/second-factor";
const DAY: Duration = Duration::from_hours(24);

async fn at_address(visitor: &Visitor<'_>, login: &str) -> Value {
    let body = json!({ "address": "acme", "login": login, "password": PASSWORD });
    visitor.post("/sign-in", &body).await.json()
}

async fn in_the_crm<'a>(server: &'a Server, login: &str) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    assert_eq!(at_address(&visitor, login).await["next"], "open");
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

async fn demand(visitor: &Visitor<'_>, policy: &str, trust: bool) -> Answer {
    let version = visitor.get(PATH).await.header("etag").to_owned();
    let body = json!({ "policy": policy, "allow_trusted_devices": trust });
    let headers = [("if-match", version.as_str())];
    visitor.call(Method::PUT, PATH, Some(&body), &headers).await
}

async fn due(visitor: &Visitor<'_>) -> Value {
    visitor.get("/c/acme/session").await.json()["second_factor_due_at"].clone()
}

/// Ihor, who is a member with a password of his own.
async fn member<'a>(letters: &'a Letters, olena: &Visitor<'_>) -> Visitor<'a> {
    let body = json!({ "emails": ["ihor@acme.example"], "role": "member" });
    assert_eq!(olena.post("/c/acme/invitations", &body).await.status, 200);
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let ihor = Visitor::new(&letters.server);
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "last_name": "Bondar", "password": PASSWORD,
    });
    assert_eq!(ihor.post("/invitations/accept", &body).await.status, 200);
    ihor.take_csrf("/c/acme/session").await;
    ihor
}

#[tokio::test]
async fn whoever_has_no_factor_in_time_may_only_set_one_up() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    server.clock.turn(DAY * 30);
    let olena = in_the_crm(server, "olena").await;
    let ihor = member(&letters, &olena).await;
    assert_eq!(due(&ihor).await, Value::Null);
    let changed = demand(&olena, "required", true).await;
    assert_eq!(changed.json()["policy"], "required", "{changed:?}");
    assert_eq!(due(&ihor).await, "2027-02-21T08:00:00.000Z");
    assert_eq!(
        ihor.get("/c/acme/users").await.status,
        200,
        "there is a week"
    );

    server.clock.turn(DAY * 7);
    let ihor = in_the_crm(server, "ihor").await;
    for path in ["/c/acme/users", "/c/acme/me", "/c/acme/me/sessions", PATH] {
        ihor.get(path)
            .await
            .is_problem(403, "factor_required_by_policy");
    }
    let code = ihor.post("/c/acme/me/connect-code", &json!({})).await;
    code.is_problem(403, "factor_required_by_policy");
    let (app, _) = Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    assert_eq!(due(&ihor).await, Value::Null);
    assert_eq!(ihor.get("/c/acme/users").await.status, 200);

    // And keeps it.
    let off = ihor.delete("/c/acme/me/2fa").await;
    off.is_problem(403, "factor_required_by_policy");
    let asked = at_address(&Visitor::new(server), "ihor").await;
    assert_eq!(asked["next"], "second_factor");
    drop(app);
}

#[tokio::test]
async fn whoever_must_set_one_up_can_still_sign_out() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = in_the_crm(server, "olena").await;
    demand(&olena, "required", true).await;
    server.clock.turn(DAY * 7);
    let late = in_the_crm(server, "olena").await;
    late.get("/c/acme/users")
        .await
        .is_problem(403, "factor_required_by_policy");
    assert_eq!(late.post("/c/acme/sign-out", &json!({})).await.status, 200);
}

#[tokio::test]
async fn for_admins_alone_it_is_none_of_a_members_business() {
    let letters = Letters::set_up().await;
    let olena = in_the_crm(&letters.server, "olena").await;
    let ihor = member(&letters, &olena).await;
    demand(&olena, "required_for_admins", true).await;
    assert_eq!(due(&ihor).await, Value::Null);
    assert_ne!(due(&olena).await, Value::Null);
}

#[tokio::test]
async fn the_accounts_factor_fulfils_it_and_cannot_be_turned_off() {
    let (server, _) = Server::set_up().await;
    let olena = in_the_crm(&server, "olena").await;
    demand(&olena, "required_for_admins", true).await;
    let portal = Visitor::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &portal, "/portal").await;
    // The session before ended with that.
    let olena = team::by_two(&server, &app).await;
    assert_eq!(due(&olena).await, Value::Null);
    let off = portal.delete("/portal/2fa").await;
    off.is_problem(403, "factor_required_by_policy");

    let code = json!({ "code": app.next_code() });
    assert_eq!(olena.post("/c/acme/me/step-up", &code).await.status, 204);
    let lifted = demand(&olena, "optional", true).await;
    assert_eq!(lifted.status, 200, "{lifted:?}");
    assert_eq!(portal.delete("/portal/2fa").await.status, 204);
}

#[tokio::test]
async fn a_crm_may_allow_no_trusted_devices() {
    let (server, _) = Server::set_up().await;
    let portal = Visitor::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &portal, "/portal").await;
    let olena = team::by_two(&server, &app).await;
    let trusted = Visitor::new(&server);
    let asked = at_address(&trusted, "olena").await;
    let give = async |asked: &Value, code: String| {
        let body = json!({ "ticket": asked["ticket"], "code": code, "trust_device": true });
        trusted
            .post("/sign-in/second-factor", &body)
            .await
            .status
            .as_u16()
    };
    assert_eq!(give(&asked, app.next_code()).await, 200);
    assert_eq!(at_address(&trusted, "olena").await["next"], "open");

    let code = json!({ "code": app.next_code() });
    assert_eq!(olena.post("/c/acme/me/step-up", &code).await.status, 204);
    assert_eq!(demand(&olena, "optional", false).await.status, 200);
    let asked = at_address(&trusted, "olena").await;
    assert_eq!(
        (&asked["next"], &asked["can_trust_device"]),
        (&json!("second_factor"), &json!(false))
    );
    let list = trusted.sign_in("olena@acme.example", PASSWORD).await.json();
    let needs = |nth: usize| list["choices"][nth]["needs_second_factor"].clone();
    assert_eq!(
        (needs(0), needs(1)),
        (json!(true), json!(false)),
        "the portal does"
    );
    // Nor does the way through the portal lead around it.
    let opened = trusted.open("portal").await;
    assert_eq!(opened.json()["next"], "open");
    trusted.take_csrf("/portal/me").await;
    let id = trusted.crms().await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let link = trusted
        .post(&format!("/portal/crms/{id}/enter"), &json!({}))
        .await
        .json();
    let (_, secret) = link["url"]
        .as_str()
        .expect("a link")
        .split_once("#ticket=")
        .expect("one");
    let entered = trusted
        .post("/c/acme/enter", &json!({ "ticket": secret }))
        .await;
    assert_eq!(entered.json()["next"], "second_factor");
}

#[tokio::test]
async fn rules_are_changed_by_admins_after_a_proof_and_at_the_version_they_saw() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = in_the_crm(server, "olena").await;
    let ihor = member(&letters, &olena).await;
    let rules = olena.get(PATH).await.json();
    assert_eq!(
        rules,
        json!({ "policy": "optional", "allow_trusted_devices": true, "version": 1 })
    );
    let body = json!({ "policy": "required", "allow_trusted_devices": true });
    ihor.get(PATH).await.is_problem(403, "forbidden");
    let seen = [("if-match", "\"v1\"")];
    let answer = ihor.call(Method::PUT, PATH, Some(&body), &seen).await;
    answer.is_problem(403, "forbidden");
    let unseen = olena.call(Method::PUT, PATH, Some(&body), &[]).await;
    unseen.is_problem(428, "precondition_required");
    let changed = demand(&olena, "required", true).await;
    assert_eq!(changed.header("etag"), "\"v2\"");
    let stale = [("if-match", "\"v1\"")];
    let answer = olena.call(Method::PUT, PATH, Some(&body), &stale).await;
    answer.is_problem(412, "version_conflict");
    server.clock.turn(Duration::from_mins(15));
    demand(&olena, "optional", true)
        .await
        .is_problem(403, "step_up_required");
    let unknown = demand(&olena, "sometimes", true).await;
    unknown.is_problem(400, "validation_failed");
}
