//! Invitations, roles, and who may not sign in any more.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    closing::{MARIIA, mariia},
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    visitor::Visitor,
};

/// Olena, in the CRM and lately proved.
async fn olena(server: &Server) -> Visitor<'_> {
    let visitor = Visitor::new(server);
    let list = visitor.sign_in("olena@acme.example", PASSWORD).await;
    let acme = list.json()["choices"][0]["id"].clone();
    visitor.open(acme.as_str().expect("an id")).await;
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

pub(crate) async fn invite(visitor: &Visitor<'_>, emails: &[&str], role: &str) -> Answer {
    let body = json!({ "emails": emails, "role": role });
    visitor.post("/c/acme/invitations", &body).await
}

/// Ihor takes an invitation.
async fn accept<'a>(server: &'a Server, ticket: &str) -> (Visitor<'a>, Answer) {
    let ihor = Visitor::new(server);
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "last_name": "Bondar", "password": PASSWORD,
    });
    let answer = ihor.post("/invitations/accept", &body).await;
    (ihor, answer)
}

/// Olena and Ihor, who is a member.
pub(crate) async fn two(letters: &Letters) -> (Visitor<'_>, Visitor<'_>) {
    let olena = olena(&letters.server).await;
    let invited = invite(&olena, &["ihor@acme.example"], "member").await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let (ihor, accepted) = accept(&letters.server, &ticket).await;
    assert_eq!(
        accepted.json(),
        json!({ "url": "/c/acme/" }),
        "{accepted:?}"
    );
    ihor.take_csrf("/c/acme/session").await;
    (olena, ihor)
}

pub(crate) async fn users(visitor: &Visitor<'_>) -> Vec<Value> {
    let answer = visitor.get("/c/acme/users").await;
    answer.json()["items"].as_array().expect("a list").clone()
}

pub(crate) async fn patch(visitor: &Visitor<'_>, user: &Value, change: &Value) -> Answer {
    let path = format!("/c/acme/users/{}", user["id"].as_str().expect("an id"));
    let version = format!("\"v{}\"", user["version"]);
    let headers = [("if-match", version.as_str())];
    visitor
        .call(Method::PATCH, &path, Some(change), &headers)
        .await
}

#[tokio::test]
async fn an_invited_person_is_in_with_a_password_of_their_own() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let session = ihor.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["display_name"], "Ihor Bondar");
    assert_eq!(session["user"]["username"], "ihor");
    assert_eq!(session["user"]["role"], "member");
    let names: Vec<_> = users(&olena)
        .await
        .iter()
        .map(|user| user["display_name"].clone())
        .collect();
    assert_eq!(names, ["Ihor Bondar", "Olena Koval"]);
    assert_eq!(
        letters.server.sign_in("ihor", PASSWORD, false).await.status,
        200
    );
    // Staff have no account: one password, one CRM, and no portal.
    let alone = Visitor::new(&letters.server);
    let list = alone.sign_in("ihor@acme.example", PASSWORD).await.json();
    assert_eq!(list["choices"].as_array().map(Vec::len), Some(1), "{list}");
    alone.open("portal").await.is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn an_invitation_is_good_once_for_seven_days_and_until_the_next() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let olena = olena(server).await;
    let made = invite(&olena, &["ihor@acme.example", "zoe@acme.example"], "viewer").await;
    let id = made.json()["items"][0]["id"].clone();
    let sent = letters.wait(2).await;
    let path = format!("/c/acme/invitations/{}", id.as_str().expect("an id"));
    olena
        .post(&format!("{path}/resend"), &json!({}))
        .await
        .is_problem(429, "rate_limited");
    server.clock.turn(Duration::from_mins(10));
    let again = olena.post(&format!("{path}/resend"), &json!({})).await;
    assert_eq!(again.status, 200, "{again:?}");
    let old = sent.iter().find(|letter| letter.to == "ihor@acme.example");
    let (_, answer) = accept(server, old.expect("a letter").ticket()).await;
    answer.is_problem(422, "invitation_invalid");

    let fresh = letters.wait(3).await[2].ticket().to_owned();
    let body = json!({ "ticket": fresh });
    let look = server.post("/api/v1/invitations/look-up", &body).await;
    assert_eq!(look.json()["inviter"], "Olena Koval");
    assert_eq!(look.json()["role"], "viewer");
    assert_eq!(look.json()["can_join_with_account"], false);
    let (_, answer) = accept(server, &fresh).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let (_, answer) = accept(server, &fresh).await;
    answer.is_problem(422, "invitation_invalid");

    let zoe = sent.iter().find(|letter| letter.to == "zoe@acme.example");
    server.clock.turn(Duration::from_hours(7 * 24));
    let (_, answer) = accept(server, zoe.expect("a letter").ticket()).await;
    answer.is_problem(422, "invitation_invalid");
}

#[tokio::test]
async fn an_invitation_that_ran_out_stands_in_nobodys_way() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let before = olena(server).await;
    let made = invite(&before, &["zoe@acme.example"], "member").await;
    assert_eq!(made.status, 200, "{made:?}");
    letters.wait(1).await;
    server.clock.turn(Duration::from_hours(7 * 24));
    let olena = olena(server).await;
    let listed = olena.get("/c/acme/invitations").await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    let again = invite(&olena, &["zoe@acme.example"], "viewer").await;
    assert_eq!(again.status, 200, "{again:?}");
    let listed = olena.get("/c/acme/invitations").await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["items"][0]["role"], "viewer");

    // Who is in by now isn't invited by an old one.
    server.clock.turn(Duration::from_hours(7 * 24));
    let olena = self::olena(server).await;
    let listed = olena.get("/c/acme/invitations").await.json();
    let id = listed["items"][0]["id"].as_str().expect("an id").to_owned();
    let body = json!({ "email": "zoe@acme.example" });
    assert_eq!(olena.post("/c/acme/me/email", &body).await.status, 202);
    let sent = letters.wait(4).await;
    let hers = sent
        .iter()
        .find(|letter| letter.text.contains("/email/confirm"));
    let body = json!({ "ticket": hers.expect("a letter").ticket() });
    assert_eq!(olena.post("/email/confirm", &body).await.status, 204);
    olena
        .post(&format!("/c/acme/invitations/{id}/resend"), &json!({}))
        .await
        .is_problem(409, "email_taken");
}

#[tokio::test]
async fn of_two_who_take_one_invitation_at_once_one_gets_in() {
    let letters = Letters::set_up().await;
    let olena = olena(&letters.server).await;
    let made = invite(&olena, &["ihor@acme.example"], "member").await;
    assert_eq!(made.json()["can_send_mail"], true);
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let ((_, one), (_, other)) = tokio::join!(
        accept(&letters.server, &ticket),
        accept(&letters.server, &ticket)
    );
    let got_in = [&one, &other].iter().filter(|a| a.status == 200).count();
    assert_eq!(got_in, 1, "{one:?} {other:?}");
    assert_eq!(users(&olena).await.len(), 2);
}

#[tokio::test]
async fn a_revoked_invitation_lets_nobody_in() {
    let letters = Letters::set_up().await;
    let olena = olena(&letters.server).await;
    let made = invite(&olena, &["ihor@acme.example"], "admin").await;
    let id = made.json()["items"][0]["id"].clone();
    let path = format!("/c/acme/invitations/{}", id.as_str().expect("an id"));
    let revoked = olena.call(Method::DELETE, &path, None, &[]).await;
    assert_eq!(revoked.status, 204);
    let ticket = letters.wait(1).await[0].ticket().to_owned();
    let (_, answer) = accept(&letters.server, &ticket).await;
    answer.is_problem(422, "invitation_invalid");
    let open = olena.get("/c/acme/invitations").await;
    assert_eq!(open.json()["items"], json!([]));
}

#[tokio::test]
async fn addresses_that_cannot_be_invited_are_named_and_nobody_is() {
    let letters = Letters::set_up().await;
    let olena = olena(&letters.server).await;
    let emails = [
        "ihor@acme.example",
        "nonsense",
        "OLENA@acme.example",
        "Ihor@acme.example",
    ];
    let answer = invite(&olena, &emails, "member").await;
    answer.is_problem(400, "validation_failed");
    let named: Vec<_> = answer.json()["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| (error["pointer"].clone(), error["code"].clone()))
        .collect();
    assert_eq!(
        named,
        [
            (json!("/emails/1"), json!("invalid")),
            (json!("/emails/2"), json!("taken")),
            (json!("/emails/3"), json!("taken")),
        ]
    );
    invite(&olena, &[], "member")
        .await
        .is_problem(400, "validation_failed");
    invite(&olena, &["ihor@acme.example"], "owner")
        .await
        .is_problem(400, "validation_failed");
    assert_eq!(
        olena.get("/c/acme/invitations").await.json()["items"],
        json!([])
    );
}

#[tokio::test]
async fn a_server_that_cannot_send_mail_says_so_to_who_invites() {
    let (server, _) = Server::set_up().await;
    let olena = olena(&server).await;
    let invited = invite(&olena, &["ihor@acme.example"], "member").await;
    assert_eq!(invited.json()["can_send_mail"], false, "{invited:?}");
    let open = olena.get("/c/acme/invitations").await.json();
    assert_eq!(open["can_send_mail"], false);
    assert_eq!(open["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_member_changes_nobody_and_invites_nobody() {
    let letters = Letters::set_up().await;
    let (_, ihor) = two(&letters).await;
    invite(&ihor, &["zoe@acme.example"], "viewer")
        .await
        .is_problem(403, "forbidden");
    ihor.get("/c/acme/invitations")
        .await
        .is_problem(403, "forbidden");
    for user in users(&ihor).await {
        patch(&ihor, &user, &json!({ "role": "viewer" }))
            .await
            .is_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn roles_change_but_not_ones_own_and_not_the_owners() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let all = users(&olena).await;
    let (his, hers) = (&all[0], &all[1]);
    let changed = patch(&olena, his, &json!({ "role": "admin" })).await;
    assert_eq!(changed.json()["role"], "admin");
    assert_eq!(changed.header("etag"), "\"v2\"");
    patch(&olena, his, &json!({ "role": "viewer" }))
        .await
        .is_problem(412, "version_conflict");
    patch(&olena, hers, &json!({ "role": "admin" }))
        .await
        .is_problem(403, "cannot_change_own_role");
    patch(&ihor, hers, &json!({ "role": "member" }))
        .await
        .is_problem(403, "forbidden");
    let path = format!("/c/acme/users/{}", his["id"].as_str().expect("an id"));
    olena
        .call(
            Method::PATCH,
            &path,
            Some(&json!({ "role": "viewer" })),
            &[],
        )
        .await
        .is_problem(428, "precondition_required");
    for change in [
        json!({}),
        json!({ "role": "owner" }),
        json!({ "is_operator": true }),
    ] {
        patch(&olena, &changed.json(), &change)
            .await
            .is_problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn admins_are_made_by_whoever_has_lately_proved_who_they_are() {
    let letters = Letters::set_up().await;
    let (olena, _ihor) = two(&letters).await;
    letters.server.clock.turn(Duration::from_mins(16));
    let (ihor, role) = (
        users(&olena).await[0].clone(),
        |role| json!({ "role": role }),
    );
    invite(&olena, &["taras@acme.example"], "admin")
        .await
        .is_problem(403, "step_up_required");
    patch(&olena, &ihor, &role("admin"))
        .await
        .is_problem(403, "step_up_required");
    let invited = invite(&olena, &["taras@acme.example"], "member").await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let changed = patch(&olena, &ihor, &role("viewer")).await;
    assert_eq!(changed.json()["role"], "viewer", "{changed:?}");
}

#[tokio::test]
async fn a_deactivated_user_is_out_at_once_and_comes_back() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let all = users(&olena).await;
    let out = patch(&olena, &all[0], &json!({ "status": "deactivated" })).await;
    assert_eq!(out.json()["status"], "deactivated");
    ihor.get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    letters
        .server
        .sign_in("ihor", PASSWORD, false)
        .await
        .is_problem(401, "sign_in_failed");
    Visitor::new(&letters.server)
        .sign_in("ihor@acme.example", PASSWORD)
        .await
        .is_problem(401, "sign_in_failed");
    let back = patch(&olena, &out.json(), &json!({ "status": "active" })).await;
    assert_eq!(back.json()["status"], "active");
    assert_eq!(
        letters.server.sign_in("ihor", PASSWORD, false).await.status,
        200
    );
}

async fn delete(visitor: &Visitor<'_>, user: &Value) -> Answer {
    let path = format!("/c/acme/users/{}", user["id"].as_str().expect("an id"));
    let version = format!("\"v{}\"", user["version"]);
    let headers = [("if-match", version.as_str())];
    visitor.call(Method::DELETE, &path, None, &headers).await
}

#[tokio::test]
async fn a_deleted_user_is_gone_and_what_they_did_is_a_former_users() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (olena, ihor) = two(&letters).await;
    let code = ihor.post("/c/acme/me/connect-code", &json!({})).await;
    assert_eq!(code.status, 200, "{code:?}");
    let [his, hers] = users(&olena).await.try_into().expect("two");
    let off = patch(&olena, &his, &json!({ "status": "deactivated" })).await;
    delete(&olena, &his)
        .await
        .is_problem(412, "version_conflict");
    assert_eq!(delete(&olena, &off.json()).await.status, 204);
    assert_eq!(users(&olena).await, [hers]);
    delete(&olena, &off.json())
        .await
        .is_problem(404, "not_found");
    patch(&olena, &off.json(), &json!({ "status": "active" }))
        .await
        .is_problem(404, "not_found");
    for login in ["ihor", "ihor@acme.example"] {
        server
            .sign_in(login, PASSWORD, false)
            .await
            .is_problem(401, "sign_in_failed");
    }
    let log = olena.get("/c/acme/audit").await.json();
    let entries = log["items"].as_array().expect("a list");
    let of = |kind: &str| {
        let found = entries.iter().find(|entry| entry["kind"] == kind);
        found.expect("in the log").clone()
    };
    assert_eq!(of("user.deleted")["subject"]["id"], his["id"]);
    assert_eq!(of("user.joined")["actor"]["id"], his["id"]);
    for kind in ["user.deleted", "user.joined", "user.invited"] {
        assert!(!of(kind).to_string().contains("hor"), "{kind}");
    }

    // Somebody else may have the address, but never the username.
    assert_eq!(
        invite(&olena, &["ihor@acme.example"], "member")
            .await
            .status,
        200
    );
    let ticket = letters.wait(2).await[1].ticket().to_owned();
    let anew = Visitor::new(server);
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "username": "ihor", "password": PASSWORD,
    });
    anew.post("/invitations/accept", &body)
        .await
        .is_problem(409, "username_taken");
    let (_, accepted) = accept(server, &ticket).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    let names: Vec<_> = users(&olena)
        .await
        .iter()
        .map(|user| user["username"].clone())
        .collect();
    assert_eq!(names, ["ihor_2", "olena"]);
}

#[tokio::test]
async fn nobody_is_deleted_but_by_who_manages_and_lately_proved_who_they_are() {
    let letters = Letters::set_up().await;
    let (olena, ihor) = two(&letters).await;
    let [his, hers] = users(&olena).await.try_into().expect("two");
    delete(&ihor, &hers).await.is_problem(403, "forbidden");
    delete(&ihor, &his).await.is_problem(403, "forbidden");
    delete(&olena, &hers)
        .await
        .is_problem(403, "cannot_change_own_role");
    letters.server.clock.turn(Duration::from_mins(15));
    delete(&olena, &his)
        .await
        .is_problem(403, "step_up_required");
    let admin = json!({ "role": "admin" });
    let proof = json!({ "password": PASSWORD });
    assert_eq!(olena.post("/c/acme/me/step-up", &proof).await.status, 204);
    olena.take_csrf("/c/acme/session").await;
    assert_eq!(patch(&olena, &his, &admin).await.status, 200);
    assert_eq!(ihor.post("/c/acme/me/step-up", &proof).await.status, 204);
    ihor.take_csrf("/c/acme/session").await;
    delete(&ihor, &hers).await.is_problem(403, "forbidden");
    assert_eq!(ihor.get("/c/acme/session").await.status, 200);
}

#[tokio::test]
async fn who_is_deleted_while_active_is_out_at_once_also_by_their_account() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    // Her letter is the first one.
    let mariia = mariia(&letters).await;
    let olena = olena(server).await;
    assert_eq!(invite(&olena, &[MARIIA], "member").await.status, 200);
    let ticket = json!({ "ticket": letters.wait(3).await[2].ticket() });
    let joined = mariia.post("/portal/invitations/accept", &ticket).await;
    assert_eq!(joined.status, 200, "{joined:?}");
    assert_eq!(mariia.crms().await.len(), 2);
    mariia.take_csrf("/c/acme/session").await;
    let all = users(&olena).await;
    let user = all.iter().find(|user| user["email"] == MARIIA);
    assert_eq!(delete(&olena, user.expect("there")).await.status, 204);
    mariia
        .get("/c/acme/session")
        .await
        .is_problem(401, "unauthenticated");
    assert_eq!(mariia.crms().await.len(), 1, "it's off her list");
}

#[tokio::test]
async fn an_older_crm_is_added_by_its_code() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (_, ihor) = two(&letters).await;
    let code = ihor.post("/c/acme/me/connect-code", &json!({})).await;
    let code = code.json()["code"].as_str().expect("a code").to_owned();
    let connect = async |visitor: &Visitor<'_>, code: &str| {
        let body = json!({ "code": code });
        visitor.post("/portal/crms/connect", &body).await
    };
    let olena = Visitor::at_the_portal(server).await;
    connect(&olena, "0000-0000-0000")
        .await
        .is_problem(422, "connect_code_invalid");
    connect(&olena, &code)
        .await
        .is_problem(409, "crm_already_in_list");
    // Refused for a reason of the account: the code is as good as before.
    connect(&olena, &code.to_lowercase().replace('-', " "))
        .await
        .is_problem(409, "crm_already_in_list");

    server.clock.turn(Duration::from_mins(15));
    connect(&olena, &code)
        .await
        .is_problem(422, "connect_code_invalid");
    ihor.post("/c/acme/me/connect-code", &json!({}))
        .await
        .is_problem(403, "step_up_required");
}

#[tokio::test]
async fn a_reset_at_a_crm_is_for_its_user_alone() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    two(&letters).await;
    let body = json!({ "email": "ihor@acme.example", "address": "acme" });
    server.post("/api/v1/password-reset", &body).await;
    let sent = letters.wait(2).await;
    assert_eq!(sent[1].to, "ihor@acme.example");
    assert!(sent[1].text.contains("Acme"), "{:?}", sent[1]);
    let new = "eight yellow submarines";
    let body = json!({ "ticket": sent[1].ticket(), "new": new, "confirmation": new });
    let done = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(server.sign_in("ihor", new, false).await.status, 200);
    assert_eq!(server.sign_in("olena", PASSWORD, false).await.status, 200);
}
