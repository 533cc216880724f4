//! CRMs that somebody doesn't own: whether they have an account at all, how such a CRM comes to its list, and what is
//! kept from them there.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    closing::{HERS, MARIIA, mariia},
    harness::{Answer, PASSWORD, Server},
    letters::Letters,
    portal::id_of,
    staff::{invite, patch, users},
    team::{ihor, olena, with_password},
    visitor::Visitor,
};

const IHOR: &str = "ihor@acme.example";

/// What anybody without an account is told at the portal.
async fn has_no_portal(visitor: &Visitor<'_>) {
    for path in ["/portal/me", "/portal/crms", "/portal/wallets"] {
        visitor.get(path).await.is_problem(401, "unauthenticated");
    }
}

/// The names of the CRMs that a password opens; the portal has none.
async fn opens(server: &Server, login: &str, password: &str) -> Vec<Value> {
    let list = Visitor::new(server).sign_in(login, password).await;
    assert_eq!(list.status, 200, "{list:?}");
    let list = list.json();
    let choices = list["choices"].as_array().expect("a list").iter();
    choices
        .map(|choice| choice["crm"]["name"].clone())
        .collect()
}

#[tokio::test]
async fn an_invited_admin_has_no_account_until_they_make_a_crm_of_their_own() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let all = users(&hers).await;
    let user = all.iter().find(|user| user["email"] == IHOR);
    let admin = patch(&hers, user.expect("there"), &json!({ "role": "admin" })).await;
    assert_eq!(admin.status, 200, "{admin:?}");
    let inside = his.get("/c/acme/session").await.json();
    assert_eq!(inside["user"]["role"], "admin");

    has_no_portal(&his).await;
    assert_eq!(opens(server, IHOR, PASSWORD).await, ["Acme"]);
    let list = his.sign_in(IHOR, PASSWORD).await;
    assert_eq!(list.status, 200, "{list:?}");
    his.open("portal").await.is_problem(400, "ticket_invalid");
    has_no_portal(&his).await;

    // The same address, and a CRM of his own.
    let home = Visitor::new(server);
    let application = json!({
        "name": "Ihor Bondar", "email": IHOR, "password": HERS, "crm_name": "Bondar",
    });
    assert_eq!(home.post("/sign-up", &application).await.status, 202);
    let confirm = json!({ "ticket": letters.wait(2).await[1].ticket() });
    let confirmed = home.post("/sign-up/confirm", &confirm).await;
    assert_eq!(confirmed.status, 200, "{confirmed:?}");
    assert_eq!(
        home.get("/portal/me").await.json()["account"]["email"],
        IHOR
    );
    let crms = home.crms().await;
    assert_eq!(crms.len(), 1, "Acme is none of the account's: {crms:?}");
    assert_eq!(
        (&crms[0]["crm"]["name"], &crms[0]["role"]),
        (&json!("Bondar"), &json!("owner"))
    );
    // Each password opens what it opened, and the portal opens to the new one alone.
    assert_eq!(opens(server, IHOR, PASSWORD).await, ["Acme"]);
    let list = home.sign_in(IHOR, HERS).await;
    assert_eq!(list.status, 200, "{list:?}");
    assert_eq!(home.open("portal").await.status, 200);
    has_no_portal(&his).await;
}

/// Mariia, who has an account and a CRM of her own, as an admin of Acme; and Acme's id.
async fn admin_by_account(letters: &Letters) -> (Visitor<'_>, String) {
    let mariia = mariia(letters).await;
    let hers = olena(&letters.server).await;
    assert_eq!(invite(&hers, &[MARIIA], "admin").await.status, 200);
    let ticket = json!({ "ticket": letters.wait(3).await[2].ticket() });
    let joined = mariia.post("/portal/invitations/accept", &ticket).await;
    assert_eq!(joined.status, 200, "{joined:?}");
    let crms = mariia.crms().await;
    let acme = crms.iter().find(|crm| crm["crm"]["name"] == "Acme");
    let id = id_of(acme.expect("on her list"));
    (mariia, id)
}

#[tokio::test]
async fn whoever_does_not_own_a_crm_sees_no_balance_of_it() {
    let letters = Letters::set_up().await;
    let (mariia, acme) = admin_by_account(&letters).await;
    let crms = mariia.crms().await;
    assert_eq!(crms.len(), 2, "{crms:?}");
    for crm in &crms {
        let (role, balance) = if id_of(crm) == acme {
            ("admin", Value::Null)
        } else {
            ("owner", json!({ "minor": 0, "currency": "EUR" }))
        };
        assert_eq!((&crm["role"], &crm["balance"]), (&json!(role), &balance));
    }
    let wallets = mariia.get("/portal/wallets").await.json();
    let wallets = wallets["items"].as_array().expect("a list");
    assert!(!wallets.is_empty());
    for wallet in wallets {
        assert_ne!(wallet["crm_id"], acme.as_str(), "{wallet}");
    }
    let loss = mariia.get(&format!("/portal/crms/{acme}/loss")).await;
    loss.is_problem(403, "not_owner");
    // Its owner sees all of that.
    let olena = Visitor::at_the_portal(&letters.server).await;
    assert!(olena.crms().await[0]["balance"].is_object());
    let loss = olena.get(&format!("/portal/crms/{acme}/loss")).await;
    assert_eq!(loss.status, 200, "{loss:?}");
}

#[tokio::test]
async fn nobody_but_its_owner_deletes_a_crm() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let (mariia, acme) = admin_by_account(&letters).await;
    let row = async || {
        let mut crms = mariia.crms().await.into_iter();
        crms.find(|crm| id_of(crm) == acme).expect("on her list")
    };
    assert_eq!(row().await["can_delete"], false);
    let path = format!("/portal/crms/{acme}");
    let name = json!({ "name": "Acme" });
    let delete = async |body| mariia.call(Method::DELETE, &path, Some(body), &[]).await;
    delete(&name).await.is_problem(403, "not_owner");
    // Nor who has just proved who they are, nor by a wrong name, which would tell of it.
    let proof = json!({ "password": HERS });
    assert_eq!(mariia.post("/portal/step-up", &proof).await.status, 204);
    mariia.take_csrf("/portal/me").await;
    delete(&name).await.is_problem(403, "not_owner");
    let other = json!({ "name": "Another" });
    delete(&other).await.is_problem(403, "not_owner");
    assert_eq!(row().await["status"], "active");

    // Nor does anybody else take the owner's word back.
    let olena = Visitor::at_the_portal(server).await;
    let scheduled = olena.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    let cancel = format!("{path}/cancel-deletion");
    let refused = mariia.post(&cancel, &json!({})).await;
    refused.is_problem(403, "not_owner");
    assert_eq!(row().await["status"], "deletion_scheduled");
}

/// A code that opens somebody's CRM to an account.
async fn code(visitor: &Visitor<'_>) -> String {
    let made = visitor.post("/c/acme/me/connect-code", &json!({})).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.json()["code"].as_str().expect("a code").to_owned()
}

async fn connect(visitor: &Visitor<'_>, code: &str) -> Answer {
    let body = json!({ "code": code });
    visitor.post("/portal/crms/connect", &body).await
}

/// All that a refusal says, but for its own id.
fn told(refused: &Answer) -> Value {
    refused.is_problem(422, "connect_code_invalid");
    let mut problem = refused.json();
    problem.as_object_mut().expect("one").remove("request_id");
    problem
}

#[tokio::test]
async fn a_code_adds_a_crm_once_and_all_that_do_not_are_answered_alike() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let mariia = mariia(&letters).await;
    let hers = olena(server).await;
    assert_eq!(invite(&hers, &[IHOR], "member").await.status, 200);
    let ticket = letters.wait(3).await[2].ticket().to_owned();
    let his = Visitor::new(server);
    let body = json!({ "ticket": ticket, "first_name": "Ihor", "password": PASSWORD });
    assert_eq!(his.post("/invitations/accept", &body).await.status, 200);
    his.take_csrf("/c/acme/session").await;

    // One that nobody ever had, one that another voided, and one whose time is over.
    let unknown = told(&connect(&mariia, "0000-0000-0000").await);
    let renewed = code(&his).await;
    let expired = code(&his).await;
    assert_eq!(told(&connect(&mariia, &renewed).await), unknown);
    server.clock.turn(Duration::from_mins(15));
    assert_eq!(told(&connect(&mariia, &expired).await), unknown);
    let his = with_password(server, "ihor").await;
    // What lets somebody in elsewhere is no such code.
    assert_eq!(told(&connect(&mariia, &ticket).await), unknown);

    let good = code(&his).await;
    let added = connect(&mariia, &good).await;
    assert_eq!(added.status, 200, "{added:?}");
    let added = added.json();
    assert_eq!(
        (&added["crm"]["name"], &added["role"], &added["balance"]),
        (&json!("Acme"), &json!("member"), &Value::Null)
    );
    assert_eq!(mariia.crms().await.len(), 2);
    let session = his.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["role"], "member", "he stays what he was");
    // Used, by the same and by another account.
    assert_eq!(told(&connect(&mariia, &good).await), unknown);
    let olena = Visitor::at_the_portal(server).await;
    assert_eq!(told(&connect(&olena, &good).await), unknown);
    assert_eq!(olena.crms().await.len(), 1);
}
