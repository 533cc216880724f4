//! The account portal.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    harness::{Answer, PASSWORD, Server},
    team::url,
    visitor::Visitor,
};

const PATIENCE: Duration = Duration::from_secs(20);
const DAY: Duration = Duration::from_hours(24);

pub(crate) async fn create(visitor: &Visitor<'_>, name: &str, key: &str) -> Answer {
    let body = json!({ "name": name });
    visitor
        .call(
            Method::POST,
            "/portal/crms",
            Some(&body),
            &[("idempotency-key", key)],
        )
        .await
}

pub(crate) async fn delete(visitor: &Visitor<'_>, id: &str, name: &str) -> Answer {
    let path = format!("/portal/crms/{id}");
    let body = json!({ "name": name });
    visitor.call(Method::DELETE, &path, Some(&body), &[]).await
}

pub(crate) async fn cancel(visitor: &Visitor<'_>, id: &str) -> Answer {
    let path = format!("/portal/crms/{id}/cancel-deletion");
    visitor.post(&path, &json!({})).await
}

pub(crate) async fn enter_link(visitor: &Visitor<'_>, id: &str) -> Answer {
    let path = format!("/portal/crms/{id}/enter");
    visitor.post(&path, &json!({})).await
}

/// Presents the ticket of a link, in no browser that was there before.
async fn enter(server: &Server, link: &Answer) -> Answer {
    enter_in(&Visitor::new(server), link).await
}

/// Presents the ticket of a link in a browser.
pub(crate) async fn enter_in(browser: &Visitor<'_>, link: &Answer) -> Answer {
    let url = url(link);
    let (path, ticket) = url
        .split_once("#ticket=")
        .expect("a ticket in the fragment");
    let body = json!({ "ticket": ticket });
    browser.post(path.trim_end_matches('/'), &body).await
}

pub(crate) fn id_of(crm: &Value) -> String {
    crm["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn the_owner_sees_role_and_balance() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let me = olena.get("/portal/me").await.json();
    assert_eq!(me["account"]["email"], "olena@acme.example");
    assert_eq!(me["account"]["is_operator"], true);
    let crms = olena.crms().await;
    let [acme] = crms.as_slice() else {
        panic!("{crms:?}")
    };
    assert_eq!(acme["crm"]["name"], "Acme");
    assert_eq!(acme["role"], "owner");
    assert_eq!(acme["status"], "active");
    assert_eq!(acme["balance"], json!({ "minor": 0, "currency": "EUR" }));
    assert_eq!(
        (&acme["can_enter"], &acme["can_delete"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(acme["kept_because"], "owned");
}

#[tokio::test]
async fn a_session_of_the_portal_is_none_of_a_crm_and_the_other_way_round() {
    let (server, setup) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    olena
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    for path in ["/portal/me", "/portal/crms"] {
        server
            .get_with(&format!("/api/v1{path}"), &setup.cookie())
            .await
            .is_problem(401, "unauthenticated");
    }
    // The token of the one under the name of the other.
    let (_, token) = setup
        .cookie()
        .split_once('=')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a cookie");
    server
        .get_with("/api/v1/portal/me", &format!("s_portal={token}"))
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn three_crms_are_entered_with_one_password() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    for (name, key) in [("Berry Ltd", "a"), ("Київ", "b")] {
        let made = create(&olena, name, key).await;
        assert_eq!(made.status, 200, "{made:?}");
    }
    let crms = olena.crms().await;
    let slugs: Vec<_> = crms
        .iter()
        .map(|crm| crm["crm"]["slug"].as_str().expect("text"))
        .collect();
    assert_eq!(slugs, ["acme", "berry-ltd", "kiyiv"]);
    for crm in &crms {
        let link = enter_link(&olena, &id_of(crm)).await;
        let entered = enter(&server, &link).await;
        assert_eq!(entered.status, 200, "{entered:?}");
        enter(&server, &link)
            .await
            .is_problem(400, "ticket_invalid");
    }
    assert!(olena.crms().await[0]["last_opened_at"].is_string());
}

#[tokio::test]
async fn an_enter_ticket_ends_after_a_minute_and_with_the_portals_session() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let id = id_of(&olena.crms().await[0]);
    let link = enter_link(&olena, &id).await;
    server.clock.turn(Duration::from_mins(1));
    enter(&server, &link)
        .await
        .is_problem(400, "ticket_invalid");

    let link = enter_link(&olena, &id).await;
    let out = olena.post("/portal/sign-out", &json!({})).await;
    assert_eq!(
        out.json(),
        json!({ "redirect": "/sign-in", "provider_url": null })
    );
    enter(&server, &link)
        .await
        .is_problem(400, "ticket_invalid");
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_of_the_portal_leaves_sessions_at_crms() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let id = id_of(&olena.crms().await[0]);
    let entered = enter(&server, &enter_link(&olena, &id).await).await;
    olena.post("/portal/sign-out", &json!({})).await;
    assert_eq!(server.probe(&entered.cookie()).await, 200);
}

#[tokio::test]
async fn the_same_request_twice_makes_one_crm() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (one, two) = tokio::join!(
        create(&olena, "Berry", "same"),
        create(&olena, "Berry", "same")
    );
    assert_eq!((one.status, two.status), (one.status, one.status));
    assert_eq!(id_of(&one.json()), id_of(&two.json()));
    assert_eq!(olena.crms().await.len(), 2);
    create(&olena, "Cherry", "same")
        .await
        .is_problem(422, "idempotency_key_reused");
    olena
        .post("/portal/crms", &json!({ "name": "Berry" }))
        .await
        .is_problem(400, "idempotency_key_required");
}

#[tokio::test]
async fn names_and_addresses_of_crms_are_checked() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let make = async |name: &str, slug: &str, key: &str| {
        let body = json!({ "name": name, "slug": slug });
        let headers = [("idempotency-key", key)];
        olena
            .call(Method::POST, "/portal/crms", Some(&body), &headers)
            .await
    };
    let answer = make(" ", "", "1").await;
    answer.is_problem(400, "validation_failed");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/name");
    make("Berry", "acme", "2")
        .await
        .is_problem(409, "slug_taken");
    for (slug, key) in [("x", "3"), ("sign-in", "4"), ("a--b", "5")] {
        make("Berry", slug, key)
            .await
            .is_problem(422, "slug_invalid");
    }
    let taken = make("Acme", "", "6").await;
    assert_eq!(taken.json()["crm"]["slug"], "acme-2", "{taken:?}");
}

#[tokio::test]
async fn an_account_owns_seven_crms_and_makes_five_a_day() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    for n in 0..5 {
        let made = create(&olena, "Berry", &format!("k{n}")).await;
        assert_eq!(made.status, 200, "{made:?}");
    }
    create(&olena, "Berry", "k5")
        .await
        .is_problem(429, "rate_limited");
    server.clock.turn(DAY);
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(create(&olena, "Berry", "k6").await.status, 200);
    create(&olena, "Berry", "k7")
        .await
        .is_problem(409, "crm_limit_reached");
}

#[tokio::test]
async fn a_crm_is_deleted_after_seven_days_unless_its_owner_changes_their_mind() {
    let (server, setup) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let id = id_of(&olena.crms().await[0]);
    let loss = olena.get(&format!("/portal/crms/{id}/loss")).await;
    assert_eq!(loss.json()["name"], "Acme");
    assert_eq!(loss.json()["users"], 1);
    assert_eq!(loss.json()["delay_hours"], 168);

    server.clock.turn(Duration::from_mins(15));
    // Who mistyped the name isn't asked for a password first.
    delete(&olena, &id, "acme")
        .await
        .is_problem(422, "name_mismatch");
    delete(&olena, &id, "Acme")
        .await
        .is_problem(403, "step_up_required");
    olena.step_up().await;
    let scheduled = delete(&olena, &id, "Acme").await;
    assert_eq!(scheduled.json()["status"], "deletion_scheduled");
    assert_eq!(scheduled.json()["can_enter"], false);
    assert!(scheduled.json()["delete_at"].is_string());
    delete(&olena, &id, "Acme")
        .await
        .is_problem(403, "crm_scheduled_for_deletion");

    assert_eq!(server.probe(&setup.cookie()).await, 401, "its sessions end");
    server
        .sign_in("olena", PASSWORD, false)
        .await
        .is_problem(403, "crm_scheduled_for_deletion");
    enter_link(&olena, &id)
        .await
        .is_problem(403, "crm_scheduled_for_deletion");

    let back = cancel(&olena, &id).await;
    assert_eq!(back.json()["status"], "active");
    assert_eq!(back.json()["delete_at"], Value::Null);
    assert_eq!(cancel(&olena, &id).await.status, 200, "pressed twice");
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}

#[tokio::test]
async fn a_crm_whose_time_has_come_is_gone_after_a_restart() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let id = id_of(&olena.crms().await[0]);
    assert_eq!(delete(&olena, &id, "Acme").await.status, 200);
    server.clock.turn(DAY * 7);
    let server = server.restarted().await;
    let olena = Visitor::at_the_portal(&server).await;
    timeout(PATIENCE, async { while !olena.crms().await.is_empty() {} })
        .await
        .expect("it is purged as the server starts");
    cancel(&olena, &id).await.is_problem(404, "not_found");
    server
        .sign_in("olena", PASSWORD, false)
        .await
        .is_problem(404, "crm_not_found");
    // Nobody gets its address for a while.
    let made = create(&olena, "Acme", "again").await;
    assert_eq!(made.json()["crm"]["slug"], "acme-2", "{made:?}");
}

#[tokio::test]
async fn what_is_not_on_the_list_is_not_there() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    for id in ["0", "00000000-0000-7000-8000-000000000000", "%2E%2E"] {
        delete(&olena, id, "Acme")
            .await
            .is_problem(404, "not_found");
        cancel(&olena, id).await.is_problem(404, "not_found");
        enter_link(&olena, id).await.is_problem(404, "not_found");
        let path = format!("/portal/crms/{id}/loss");
        olena.get(&path).await.is_problem(404, "not_found");
    }
}

#[tokio::test]
async fn five_wrong_passwords_end_the_session_that_tries_them() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let wrong = json!({ "password": "seven blue bottles!" });
    for _ in 0..5 {
        olena
            .post("/portal/step-up", &wrong)
            .await
            .is_problem(422, "current_password_wrong");
    }
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_step_up_gives_the_session_another_cookie() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let body = json!({ "password": PASSWORD });
    let first = olena.post("/portal/step-up", &body).await.cookie();
    let second = olena.post("/portal/step-up", &body).await.cookie();
    server
        .get_with("/api/v1/portal/me", &first)
        .await
        .is_problem(401, "unauthenticated");
    let me = server.get_with("/api/v1/portal/me", &second).await;
    assert_eq!(me.status, 200, "{me:?}");
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    let (server, _) = Server::set_up().await;
    let other = Visitor::at_the_portal(&server).await;
    let olena = Visitor::at_the_portal(&server).await;
    let change = async |current: &str, new: &str, confirmation: &str| {
        let body = json!({ "current": current, "new": new, "confirmation": confirmation });
        olena.post("/portal/password", &body).await
    };
    let new = "eight yellow submarines";
    change(PASSWORD, new, "eight yellow submarine")
        .await
        .is_problem(422, "passwords_differ");
    change("seven blue bottles!", new, new)
        .await
        .is_problem(422, "current_password_wrong");
    change(PASSWORD, PASSWORD, PASSWORD)
        .await
        .is_problem(422, "password_same");
    let weak = change(PASSWORD, "olena@acme.example", "olena@acme.example").await;
    weak.is_problem(422, "password_weak");
    assert_eq!(weak.json()["errors"][0]["pointer"], "/new");
    assert_eq!(change(PASSWORD, new, new).await.status, 204);
    assert_eq!(olena.get("/portal/me").await.status, 200, "this one stays");
    other
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    let again = Visitor::new(&server);
    again
        .sign_in("olena@acme.example", PASSWORD)
        .await
        .is_problem(401, "sign_in_failed");
    assert_eq!(
        again.sign_in("olena@acme.example", new).await.status,
        200,
        "and opens the CRM of the account too"
    );
    assert_eq!(server.sign_in("olena", new, false).await.status, 200);
}

#[tokio::test]
async fn what_changes_something_proves_where_it_comes_from() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let id = id_of(&olena.crms().await[0]);
    for (method, path) in [
        (Method::POST, "/portal/crms".to_owned()),
        (Method::POST, "/portal/crms/connect".to_owned()),
        (Method::POST, format!("/portal/crms/{id}/enter")),
        (Method::POST, format!("/portal/crms/{id}/cancel-deletion")),
        (Method::DELETE, format!("/portal/crms/{id}")),
        (Method::DELETE, format!("/portal/memberships/{id}")),
        (Method::POST, "/portal/step-up".to_owned()),
        (Method::POST, "/portal/password".to_owned()),
        (Method::POST, "/portal/sign-out".to_owned()),
    ] {
        let evil = [("sec-fetch-site", "cross-site")];
        olena
            .call(method.clone(), &path, Some(&json!({})), &evil)
            .await
            .is_problem(403, "origin_refused");
        let stale = [("x-csrf-token", "AAAA")];
        olena
            .call(method, &path, Some(&json!({})), &stale)
            .await
            .is_problem(403, "csrf_failed");
    }
    assert_eq!(olena.get("/portal/me").await.status, 200);
}
