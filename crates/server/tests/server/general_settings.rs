//! What a CRM is called, and where it is.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    api_keys::{self, by_key},
    closing::{HERS, MARIIA, mariia},
    harness::{Answer, PASSWORD, Server, send},
    letters::Letters,
    listener::Listener,
    notifications, portal,
    qr::Waiting,
    staff,
    team::{by_password, ihor, olena, with_password},
    visitor::Visitor,
};

const GENERAL: &str = "/c/acme/settings/general";
const ADDRESS: &str = "/c/acme/settings/address";
const DAY: Duration = Duration::from_hours(24);
const MOMENT: Duration = Duration::from_millis(1);

/// Changes something at the version that there is.
async fn change(who: &Visitor<'_>, method: Method, path: &str, body: &Value) -> Answer {
    let version = who.get(GENERAL).await.header("etag").to_owned();
    let headers = [("if-match", version.as_str())];
    who.call(method, path, Some(body), &headers).await
}

async fn patch(who: &Visitor<'_>, body: &Value) -> Answer {
    change(who, Method::PATCH, GENERAL, body).await
}

async fn relocate(who: &Visitor<'_>, slug: &str) -> Answer {
    change(who, Method::PUT, ADDRESS, &json!({ "slug": slug })).await
}

/// Moves the CRM, as it must go.
async fn moved(who: &Visitor<'_>, slug: &str) -> Value {
    let answer = relocate(who, slug).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Somebody who signs in at an address that their CRM has now.
async fn again<'a>(
    server: &'a Server,
    address: &str,
    (login, password): (&str, &str),
) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let body = json!({ "address": address, "login": login, "password": password });
    let answer = visitor.post("/sign-in", &body).await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
    visitor.take_csrf(&format!("/c/{address}/session")).await;
    visitor
}

/// Ihor with this role.
async fn with_role<'a>(letters: &'a Letters, hers: &Visitor<'_>, role: &str) -> Visitor<'a> {
    let his = ihor(letters, hers).await;
    let users = staff::users(hers).await;
    let him = users
        .iter()
        .find(|user| user["email"] == "ihor@acme.example");
    let patched = staff::patch(hers, him.expect("there"), &json!({ "role": role })).await;
    assert_eq!(patched.status, 200, "{patched:?}");
    his
}

/// Where an answer leads.
fn leads_to(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.header("location"))
}

#[tokio::test]
async fn another_name_counts_at_once_wherever_it_is_read() {
    let (server, _) = Server::set_up().await;
    let hers = notifications::olena(&server).await;
    let before = hers.get(GENERAL).await;
    assert_eq!(before.header("etag"), "\"v1\"");
    let expected = json!({
        "name": "Acme", "slug": "acme", "address": format!("{}/c/acme", server.url), "locale": "uk",
        "time_zone": "Europe/Kyiv", "audit_days": 365, "address_changeable_at": null, "version": 1,
    });
    assert_eq!(before.json(), expected);
    let after = hers.get("/c/acme/session").await.json()["last_event"].as_i64();
    let mut listener = Listener::of(&server, &hers, after).await;

    let body = json!({ "name": " Acme\t& Sons ", "locale": "RU-ru", "time_zone": "Europe/Berlin" });
    let changed = patch(&hers, &body).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.header("etag"), "\"v2\"");
    let settings = changed.json();
    assert_eq!(
        (
            &settings["name"],
            &settings["locale"],
            &settings["time_zone"]
        ),
        (&json!("Acme & Sons"), &json!("ru"), &json!("Europe/Berlin"))
    );
    assert_eq!(hers.get(GENERAL).await.json(), settings);
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data["type"], "crm");
    let session = hers.get("/c/acme/session").await.json();
    assert_eq!(session["crm"]["name"], "Acme & Sons");
    let resolved = hers.get("/sign-in/resolve?address=acme").await.json();
    assert_eq!(resolved["crm"]["name"], "Acme & Sons");
    let holder = Visitor::at_the_portal(&server).await;
    assert_eq!(holder.crms().await[0]["crm"]["name"], "Acme & Sons");
    let log = hers.get("/c/acme/audit?kind=crm.updated").await.json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1));

    // What changes nothing is no change.
    let same = patch(&hers, &json!({ "name": "Acme & Sons" })).await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (200, "\"v2\""));
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for (body, errors) in [
        (json!({ "name": " " }), vec![("/name", "required")]),
        (json!({ "name": null }), vec![("/name", "required")]),
        (
            json!({ "name": "ї".repeat(81) }),
            vec![("/name", "too_long")],
        ),
        (
            json!({ "locale": "de", "time_zone": "Europe/Atlantis" }),
            vec![("/locale", "unknown"), ("/time_zone", "unknown")],
        ),
        (
            json!({ "time_zone": null }),
            vec![("/time_zone", "unknown")],
        ),
        (
            json!({ "audit_days": 89 }),
            vec![("/audit_days", "invalid")],
        ),
        (
            json!({ "audit_days": 1_826 }),
            vec![("/audit_days", "invalid")],
        ),
        (
            json!({ "audit_days": null }),
            vec![("/audit_days", "invalid")],
        ),
        (json!({ "slug": "other" }), vec![("/slug", "invalid")]),
        (json!({ "status": "active" }), vec![("/status", "invalid")]),
    ] {
        let refused = patch(&hers, &body).await;
        refused.is_problem(400, "validation_failed");
        let told = refused.json();
        let told = told["errors"].as_array().expect("a list").iter();
        let told: Vec<_> = told
            .map(|error| (&error["pointer"], &error["code"]))
            .collect();
        let errors: Vec<_> = errors
            .iter()
            .map(|(pointer, code)| (json!(pointer), json!(code)))
            .collect();
        let errors: Vec<_> = errors.iter().map(|(a, b)| (a, b)).collect();
        assert_eq!(told, errors, "{body}");
    }
    let fits = patch(&hers, &json!({ "name": "ї".repeat(80) })).await;
    assert_eq!(fits.status, 200, "{fits:?}");
    for days in [90, 1_825] {
        let fits = patch(&hers, &json!({ "audit_days": days })).await;
        assert_eq!(fits.json()["audit_days"], days, "{fits:?}");
    }
}

#[tokio::test]
async fn a_change_says_what_it_changes_and_comes_from_a_page_of_the_crm() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let (name, slug) = (json!({ "name": "Fresh" }), json!({ "slug": "fresh" }));
    for (method, path, body) in [
        (Method::PATCH, GENERAL, &name),
        (Method::PUT, ADDRESS, &slug),
    ] {
        let call = async |headers: &[(&str, &str)]| {
            hers.call(method.clone(), path, Some(body), headers).await
        };
        call(&[]).await.is_problem(428, "precondition_required");
        for stale in ["\"v0\"", "\"v2\"", "*", "v1"] {
            let headers = [("if-match", stale)];
            call(&headers).await.is_problem(412, "version_conflict");
        }
        let unproved = [("if-match", "\"v1\""), ("x-csrf-token", "")];
        call(&unproved).await.is_problem(403, "csrf_failed");
        let elsewhere = [("if-match", "\"v1\""), ("sec-fetch-site", "cross-site")];
        call(&elsewhere).await.is_problem(403, "origin_refused");
        let nobody = server.request(method.clone(), &format!("/api/v1{path}"));
        let nobody = nobody.header("sec-fetch-site", "same-origin").json(body);
        send(nobody).await.is_problem(401, "unauthenticated");
    }
    assert_eq!(hers.get(GENERAL).await.json()["version"], 1);
}

#[tokio::test]
async fn an_admin_names_a_crm_and_the_owner_alone_moves_it() {
    let letters = Letters::set_up().await;
    let hers = olena(&letters.server).await;
    let his = with_role(&letters, &hers, "admin").await;
    assert_eq!(patch(&his, &json!({ "name": "His" })).await.status, 200);
    let refused = relocate(&his, "fresh").await;
    refused.is_problem(403, "not_owner");
    assert_eq!(hers.get(GENERAL).await.json()["slug"], "acme");
}

#[tokio::test]
async fn a_member_and_a_viewer_see_and_set_nothing() {
    let letters = Letters::set_up().await;
    let hers = olena(&letters.server).await;
    let his = with_role(&letters, &hers, "viewer").await;
    let headers = [("if-match", "\"v1\"")];
    for role in ["viewer", "member"] {
        let users = staff::users(&hers).await;
        let him = users
            .iter()
            .find(|user| user["email"] == "ihor@acme.example");
        staff::patch(&hers, him.expect("there"), &json!({ "role": role })).await;
        his.get(GENERAL).await.is_problem(403, "forbidden");
        let name = json!({ "name": "His" });
        let named = his
            .call(Method::PATCH, GENERAL, Some(&name), &headers)
            .await;
        named.is_problem(403, "forbidden");
        let slug = json!({ "slug": "fresh" });
        let moved = his.call(Method::PUT, ADDRESS, Some(&slug), &headers).await;
        moved.is_problem(403, "not_owner");
    }
}

#[tokio::test]
async fn moving_takes_a_proof_of_who_it_is() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    server.clock.turn(Duration::from_mins(15));
    let refused = relocate(&hers, "fresh").await;
    refused.is_problem(403, "step_up_required");
    assert_eq!(
        patch(&hers, &json!({ "name": "Fresh" })).await.status,
        200,
        "that needs none"
    );
}

#[tokio::test]
async fn nobody_is_signed_out_by_a_move_and_the_former_address_leads_on() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let (_, key) = api_keys::make(&hers, "/c/acme/api-keys", &["read"]).await;
    let screen = Waiting::begin(server, Some("acme")).await;
    let settings = moved(&hers, " Fresh-Start ").await;
    assert_eq!(settings["slug"], "fresh-start");
    assert_eq!(settings["address"], format!("{}/c/fresh-start", server.url));
    assert_eq!(settings["version"], 2);

    // Pages lead on, whoever comes.
    for (page, there) in [
        ("/c/acme/", "/c/fresh-start/"),
        ("/c/acme/settings?x=%2F1", "/c/fresh-start/settings?x=%2F1"),
        (
            "/c/acme/sign-in?return=/c/acme/staff",
            "/c/fresh-start/sign-in?return=/c/acme/staff",
        ),
        ("/c/acme/enter", "/c/fresh-start/enter"),
    ] {
        let answer = server.get(page).await;
        assert_eq!(leads_to(&answer), (303, there));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    // The session is the same at both addresses.
    for crm in ["fresh-start", "acme"] {
        for who in [&hers, &his] {
            let session = who.get(&format!("/c/{crm}/session")).await.json();
            assert_eq!(session["crm"]["slug"], "fresh-start");
        }
        let path = format!("/c/{crm}/users");
        assert_eq!(by_key(server, Method::GET, &path, &key).await.status, 200);
        let resolved = hers
            .get(&format!("/sign-in/resolve?address={crm}"))
            .await
            .json();
        assert_eq!(resolved["crm"]["address"], settings["address"]);
        assert_eq!(resolved["page"], "/c/fresh-start/sign-in");
        let document = server
            .get(&format!("/.well-known/crm-desktop.json?crm={crm}"))
            .await;
        assert_eq!(document.json()["crm"], resolved["crm"]);
        assert_eq!(document.json()["start"], "/c/fresh-start/");
    }
    let page = his.come_to("/c/fresh-start/staff").await;
    assert_eq!(page.status, 200, "{page:?}");
    let (title, headers) = (json!({ "title": "Agent" }), [("if-match", "\"v1\"")]);
    let changed = his.call(Method::PATCH, "/c/acme/me", Some(&title), &headers);
    assert_eq!(changed.await.status, 200, "an open page goes on");
    // A code that was shown before leads where the CRM is.
    let scanned = hers.come_to(&format!("/qr/{}", screen.id())).await;
    let there = format!("/c/fresh-start/qr/{}", screen.id());
    assert_eq!(leads_to(&scanned), (303, there.as_str()));

    let by_former = by_password(&Visitor::new(server), "ihor", PASSWORD).await;
    assert_eq!(by_former.json()["url"], "/c/fresh-start/", "{by_former:?}");
    let log = hers
        .get("/c/fresh-start/audit?kind=crm.address_changed")
        .await
        .json();
    assert_eq!(
        log["items"][0]["fields"],
        json!({ "from": "acme", "to": "fresh-start" })
    );
}

#[tokio::test]
async fn owner_and_admins_are_told_where_it_is_now() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    with_role(&letters, &hers, "admin").await;
    moved(&hers, "fresh").await;
    // After the invitation.
    let sent = letters.wait(3).await;
    let mut to: Vec<_> = sent[1..].iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["ihor@acme.example", "olena@acme.example"]);
    for letter in &sent[1..] {
        for address in ["/c/fresh/", "/c/acme/"] {
            let address = format!("{}{address}", server.url);
            assert!(letter.text.contains(&address), "{letter:?}");
        }
        assert!(letter.text.contains("2027-04-15"), "{letter:?}");
    }
}

#[tokio::test]
async fn an_address_has_rules() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for slug in [
        "",
        "ab",
        "1acme",
        "-acme",
        "acme-",
        "ac--me",
        "акме",
        "a/b",
        "admin",
        &"a".repeat(41),
    ] {
        relocate(&hers, slug).await.is_problem(422, "slug_invalid");
    }
    let same = relocate(&hers, "acme").await;
    assert_eq!(
        (same.status.as_u16(), same.header("etag")),
        (200, "\"v1\""),
        "is no change"
    );
    moved(&hers, &"a".repeat(40)).await;
}

#[tokio::test]
async fn for_an_address_that_is_taken_three_are_offered_that_are_not() {
    let (server, _) = Server::set_up().await;
    let holder = Visitor::at_the_portal(&server).await;
    for (n, name) in ["Berry", "Berry 3"].into_iter().enumerate() {
        let made = portal::create(&holder, name, &n.to_string()).await;
        assert_eq!(made.status, 200, "{made:?}");
    }
    let hers = olena(&server).await;
    for _ in 0..2 {
        let taken = relocate(&hers, "berry").await;
        taken.is_problem(409, "slug_taken");
        let free = json!(["berry-2", "berry-4", "berry-5"]);
        assert_eq!(taken.json()["suggestions"], free);
    }
    moved(&hers, "berry-4").await;
}

#[tokio::test]
async fn a_former_address_is_nobody_elses_for_ninety_days() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    mariia(&letters).await;
    let berry = again(server, "berry-ltd", (MARIIA, HERS)).await;
    let hers = olena(server).await;
    moved(&hers, "fresh").await;
    let take = async |who: &Visitor<'_>| {
        let path = "/c/berry-ltd/settings";
        let version = who
            .get(&format!("{path}/general"))
            .await
            .header("etag")
            .to_owned();
        let headers = [("if-match", version.as_str())];
        let body = json!({ "slug": "acme" });
        who.call(
            Method::PUT,
            &format!("{path}/address"),
            Some(&body),
            &headers,
        )
        .await
    };
    take(&berry).await.is_problem(409, "slug_taken");
    // Nor is what is asked for there answered by another CRM's session.
    berry
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    let holder = Visitor::at_the_portal(server).await;
    let second = portal::create(&holder, "Acme", "1").await;
    assert_eq!(second.json()["crm"]["slug"], "acme-2", "{second:?}");

    server.clock.turn((DAY * 90).saturating_sub(MOMENT));
    let berry = again(server, "berry-ltd", (MARIIA, HERS)).await;
    take(&berry).await.is_problem(409, "slug_taken");
    assert_eq!(server.get("/c/acme/").await.status, 303);
    server.clock.turn(MOMENT);
    assert_eq!(server.get("/c/acme/").await.status, 404);
    hers.get("/c/acme/session")
        .await
        .is_problem(404, "crm_not_found");
    let taken = take(&berry).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    let found = hers.get("/sign-in/resolve?address=acme").await.json();
    assert_eq!(found["crm"]["name"], "Berry Ltd");
}

#[tokio::test]
async fn it_moves_once_in_thirty_days_and_may_come_back() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let settings = moved(&hers, "fresh").await;
    assert_eq!(
        settings["address_changeable_at"],
        "2027-02-14T08:00:00.000Z"
    );
    for slug in ["other", "acme"] {
        let refused = relocate(&hers, slug).await;
        refused.is_problem(429, "rate_limited");
        assert_eq!(refused.json()["retry_after"], 30 * 24 * 60 * 60);
    }
    server.clock.turn((DAY * 30).saturating_sub(MOMENT));
    let hers = again(&server, "fresh", ("olena", PASSWORD)).await;
    relocate(&hers, "acme")
        .await
        .is_problem(429, "rate_limited");
    server.clock.turn(MOMENT);
    let settings = hers.get(GENERAL).await.json();
    assert_eq!(settings["address_changeable_at"], Value::Null);
    moved(&hers, "acme").await;
    assert_eq!(server.get("/c/acme/sign-in").await.status, 200);
    assert_eq!(leads_to(&server.get("/c/fresh/").await), (303, "/c/acme/"));
    with_password(&server, "olena").await;
}
