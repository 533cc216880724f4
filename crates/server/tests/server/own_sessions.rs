//! Where a person is signed in, and ending what isn't theirs.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    visitor::Visitor,
};

pub(crate) const FIREFOX: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

pub(crate) async fn in_the_crm<'a>(server: &'a Server, login: &str) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let body = json!({ "address": "acme", "login": login, "password": PASSWORD });
    let headers = [("user-agent", FIREFOX)];
    let answer = visitor
        .call(Method::POST, "/sign-in", Some(&body), &headers)
        .await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

async fn sessions(visitor: &Visitor<'_>, at: &str) -> Vec<Value> {
    let answer = visitor.get(&format!("{at}/sessions")).await;
    let body = answer.json();
    body["items"].as_array().expect("a list").clone()
}

fn id(session: &Value) -> &str {
    session["id"].as_str().expect("an id")
}

/// Gives the device of the session that asks a name.
pub(crate) async fn rename(visitor: &Visitor<'_>, name: &str) -> Answer {
    let sessions = sessions(visitor, "/c/acme/me").await;
    let current = sessions.iter().find(|row| row["is_current"] == true);
    let path = format!("/c/acme/me/sessions/{}", id(current.expect("there")));
    let body = json!({ "device_name": name });
    visitor.call(Method::PATCH, &path, Some(&body), &[]).await
}

async fn is_in(visitor: &Visitor<'_>, path: &str) -> bool {
    visitor.get(path).await.status == 200
}

/// Olena, who owns the CRM, and Ihor, who is in it with a password of his own.
async fn two(letters: &Letters) -> (Visitor<'_>, Visitor<'_>) {
    let server = &letters.server;
    let olena = in_the_crm(server, "olena").await;
    let body = json!({ "emails": ["ihor@acme.example"], "role": "admin" });
    let invited = olena.post("/c/acme/invitations", &body).await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let ihor = Visitor::new(server);
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "last_name": "Bondar", "password": PASSWORD,
    });
    assert_eq!(ihor.post("/invitations/accept", &body).await.status, 200);
    ihor.take_csrf("/c/acme/session").await;
    (olena, ihor)
}

async fn user(visitor: &Visitor<'_>, username: &str) -> Value {
    let body = visitor.get("/c/acme/users").await.json();
    let mut users = body["items"].as_array().expect("a list").iter();
    let found = users.find(|user| user["username"] == username);
    found.expect("there").clone()
}

#[tokio::test]
async fn a_person_sees_their_sessions_with_device_time_and_method() {
    let (server, _) = Server::set_up().await;
    server.clock.turn(Duration::from_secs(1));
    let _first = in_the_crm(&server, "olena").await;
    server.clock.turn(Duration::from_secs(89));
    let second = in_the_crm(&server, "olena").await;
    let list = sessions(&second, "/c/acme/me").await;
    // The third is of the set-up.
    assert_eq!(list.len(), 3, "{list:?}");
    let (current, before) = (&list[0], &list[1]);
    assert_eq!(
        (&current["is_current"], &before["is_current"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        (&before["browser"], &before["os"]),
        (&json!("Firefox"), &json!("Linux"))
    );
    assert_eq!(
        current["last_seen_at"], "2027-01-15T08:01:00.000Z",
        "to the minute"
    );
    assert_eq!(
        (&current["method"], &current["assurance"]),
        (&json!("password"), &json!("aal1"))
    );
    assert_eq!(
        (&current["ip"], &current["device_name"]),
        (&json!("127.0.0.1"), &Value::Null)
    );
    assert_eq!(list[2]["method"], "portal");
}

#[tokio::test]
async fn a_device_gets_a_name_and_loses_it() {
    let (server, _) = Server::set_up().await;
    let olena = in_the_crm(&server, "olena").await;
    let named = rename(&olena, "  My\u{a0}laptop ").await;
    assert_eq!(named.json()["device_name"], "My laptop");
    let again = in_the_crm(&server, "olena").await;
    let all = sessions(&again, "/c/acme/me").await;
    assert!(
        all.iter().any(|row| row["device_name"] == "My laptop"),
        "{all:?}"
    );
    assert_eq!(rename(&olena, "").await.json()["device_name"], Value::Null);
    let long = rename(&olena, &"x".repeat(61)).await;
    long.is_problem(400, "validation_failed");
    assert_eq!(long.json()["errors"][0]["pointer"], "/device_name");
}

#[tokio::test]
async fn one_session_is_ended_and_its_device_trusted_no_more() {
    let (server, _) = Server::set_up().await;
    let portal = Visitor::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &portal, "/portal").await;
    let trusted = Visitor::new(&server);
    let next = async |visitor: &Visitor<'_>| {
        let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
        visitor.post("/sign-in", &body).await.json()
    };
    let asked = next(&trusted).await;
    let body = json!({ "ticket": asked["ticket"], "code": app.next_code(), "trust_device": true });
    assert_eq!(
        trusted.post("/sign-in/second-factor", &body).await.status,
        200
    );
    assert_eq!(next(&trusted).await["next"], "open");

    // From another browser of the same person.
    let elsewhere = Visitor::new(&server);
    let asked = next(&elsewhere).await;
    let body = json!({ "ticket": asked["ticket"], "code": app.next_code() });
    assert_eq!(
        elsewhere.post("/sign-in/second-factor", &body).await.status,
        200
    );
    elsewhere.take_csrf("/c/acme/session").await;
    let list = sessions(&elsewhere, "/c/acme/me").await;
    let with_two = list.iter().filter(|row| row["assurance"] == "aal2").count();
    assert_eq!(with_two, 2, "trust is one factor: {list:?}");
    for row in list.iter().filter(|row| row["is_current"] == false) {
        let path = format!("/c/acme/me/sessions/{}", id(row));
        assert_eq!(elsewhere.delete(&path).await.status, 204);
        elsewhere.delete(&path).await.is_problem(404, "not_found");
    }
    assert!(!is_in(&trusted, "/c/acme/session").await);
    assert!(is_in(&elsewhere, "/c/acme/session").await);
    assert_eq!(next(&trusted).await["next"], "second_factor");
}

#[tokio::test]
async fn all_others_end_or_all() {
    let (server, _) = Server::set_up().await;
    let one = in_the_crm(&server, "olena").await;
    let two = in_the_crm(&server, "olena").await;
    let portal = Visitor::at_the_portal(&server).await;
    let ended = one
        .post("/c/acme/me/sessions/revoke-others", &json!({}))
        .await;
    assert_eq!(ended.status, 204);
    assert!(!is_in(&two, "/c/acme/session").await);
    assert!(is_in(&one, "/c/acme/session").await);
    assert!(is_in(&portal, "/portal/me").await, "of another principal");

    let at_crms = portal.get("/portal/sessions").await.json()["crms"].clone();
    assert_eq!(at_crms[0]["crm"]["slug"], "acme");
    assert_eq!(at_crms[0]["count"], 1);
    let out = portal.post("/portal/sessions/revoke-all", &json!({})).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    assert!(!is_in(&portal, "/portal/me").await);
    assert!(is_in(&one, "/c/acme/session").await);
}

#[tokio::test]
async fn nobody_sees_names_or_ends_the_sessions_of_others() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let portal = Visitor::at_the_portal(&letters.server).await;
    let hers = sessions(&olena, "/c/acme/me").await;
    let his = sessions(&ihor, "/c/acme/me").await;
    assert_eq!(his.len(), 1);
    let body = json!({ "device_name": "Mine" });
    for (visitor, at, foreign) in [
        (&ihor, "/c/acme/me", id(&hers[0])),
        (&portal, "/portal", id(&hers[0])),
        (&olena, "/c/acme/me", id(&his[0])),
        (
            &olena,
            "/c/acme/me",
            id(&sessions(&portal, "/portal").await[0]),
        ),
    ] {
        let path = format!("{at}/sessions/{foreign}");
        visitor.delete(&path).await.is_problem(404, "not_found");
        let renamed = visitor.call(Method::PATCH, &path, Some(&body), &[]).await;
        renamed.is_problem(404, "not_found");
    }
    assert!(is_in(&olena, "/c/acme/session").await && is_in(&ihor, "/c/acme/session").await);
    // Nor by a request of another site.
    let path = format!("/c/acme/me/sessions/{}", id(&hers[0]));
    let forged = [("sec-fetch-site", "cross-site")];
    let answer = olena.call(Method::DELETE, &path, None, &forged).await;
    answer.is_problem(403, "origin_refused");
}

#[tokio::test]
async fn an_admin_ends_a_colleagues_sessions_but_not_the_owners() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let end = async |visitor: &Visitor<'_>, whose: &Value| {
        let path = format!("/c/acme/users/{}/revoke-sessions", id(whose));
        visitor.post(&path, &json!({})).await
    };
    let (hers, his) = (user(&olena, "olena").await, user(&olena, "ihor").await);
    end(&ihor, &hers).await.is_problem(403, "forbidden");
    end(&ihor, &his)
        .await
        .is_problem(403, "cannot_change_own_role");
    letters.server.clock.turn(Duration::from_mins(15));
    end(&olena, &his).await.is_problem(403, "step_up_required");
    let body = json!({ "password": PASSWORD });
    assert_eq!(olena.post("/c/acme/me/step-up", &body).await.status, 204);
    assert_eq!(end(&olena, &his).await.status, 204);
    assert!(!is_in(&ihor, "/c/acme/session").await);
    assert!(is_in(&olena, "/c/acme/session").await);
    let nobody = json!({ "id": "00000000-0000-7000-8000-000000000000" });
    end(&olena, &nobody).await.is_problem(404, "not_found");
}

#[tokio::test]
async fn an_admin_takes_a_lost_factor_away_but_not_the_owners() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (olena, ihor) = two(&letters).await;
    let (app, _) = Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    assert_eq!(app.entry().1, "ihor@acme.example (Acme)");
    let reset = async |visitor: &Visitor<'_>, whose: &Value| {
        let path = format!("/c/acme/users/{}/reset-2fa", id(whose));
        visitor.post(&path, &json!({})).await
    };
    let (hers, his) = (user(&olena, "olena").await, user(&olena, "ihor").await);
    assert_eq!(
        (&hers["can_reset_factor"], &his["can_reset_factor"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        user(&ihor, "ihor").await["can_reset_factor"],
        false,
        "not one's own"
    );
    reset(&ihor, &hers).await.is_problem(403, "forbidden");
    reset(&ihor, &his)
        .await
        .is_problem(403, "cannot_change_own_role");

    server.clock.turn(Duration::from_mins(15));
    reset(&olena, &his)
        .await
        .is_problem(403, "step_up_required");
    let body = json!({ "password": PASSWORD });
    assert_eq!(olena.post("/c/acme/me/step-up", &body).await.status, 204);
    assert_eq!(reset(&olena, &his).await.status, 204);
    reset(&olena, &his).await.is_problem(404, "not_found");
    assert!(!is_in(&ihor, "/c/acme/session").await);
    let sent = letters.wait(3).await;
    let told = sent.iter().any(|letter| {
        letter.to == "ihor@acme.example" && letter.subject == "Your second factor was removed"
    });
    assert!(told, "{sent:?}");
    let again = in_the_crm(server, "ihor").await;
    assert_eq!(again.get("/c/acme/me/2fa").await.json()["enabled"], false);
}

#[tokio::test]
async fn a_member_takes_nobodys_factor_and_ends_nobodys_sessions() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let his = user(&olena, "ihor").await;
    let path = format!("/c/acme/users/{}", id(&his));
    let version = format!("\"v{}\"", his["version"]);
    let headers = [("if-match", version.as_str())];
    let role = json!({ "role": "member" });
    let changed = olena
        .call(Method::PATCH, &path, Some(&role), &headers)
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let hers = user(&olena, "olena").await;
    for action in ["reset-2fa", "revoke-sessions"] {
        let path = format!("/c/acme/users/{}/{action}", id(&hers));
        ihor.post(&path, &json!({}))
            .await
            .is_problem(403, "forbidden");
    }
}
