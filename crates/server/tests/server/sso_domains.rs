//! Domains whose owners have given their word: whom a provider recognises by their address alone.

use serde_json::{Value, json};

use crate::{
    harness::{PASSWORD, Server},
    letters::Letters,
    name_server::NameServer,
    provider::{Browser, Provider},
    staff,
    team::{LINKS, PROVIDERS, add, change, connect, ihor, is_led_to, is_refused, olena, sign_in},
    visitor::Visitor,
};

const SIGN_IN: &str = "/c/acme/sign-in";
const HOME: &str = "/c/acme/";
pub(crate) const RECORD: &str = "_ninefold-sso.acme.example";

pub(crate) async fn comes(server: &Server, id: &str, who: &str) -> crate::harness::Answer {
    sign_in(&Visitor::new(server), &Browser::from(server), id, who).await
}

/// What the API says of the provider's only domain, after another look.
pub(crate) async fn look(olena: &Visitor<'_>, id: &str) -> Value {
    let answer = olena
        .post(&format!("{PROVIDERS}/{id}/prove"), &json!({}))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["domains"][0].clone()
}

/// Adds the provider to the CRM, with the word of its domain's owner; returns its id.
pub(crate) async fn add_proven(
    names: &NameServer,
    olena: &Visitor<'_>,
    provider: &Provider,
    jit: bool,
) -> String {
    let changes = json!({ "domains": ["acme.example"], "jit": jit });
    let id = add(olena, provider, &changes).await;
    let value = look(olena, &id).await["value"].clone();
    names.say(RECORD, value.as_str());
    look(olena, &id).await;
    id
}

async fn ask_for_reset(server: &Server, reset: &Value) {
    let asked = server.post("/api/v1/password-reset", reset).await;
    assert_eq!(asked.status, 202, "{asked:?}");
}

#[tokio::test]
async fn a_proven_domain_makes_somebody_of_a_verified_address() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let server = &letters.server;
    let address = "ihor@acme.example";
    let people = json!({
        "1": { "email": address, "email_verified": true },
        "2": { "email": address, "email_verified": true },
        "3": { "email": address, "email_verified": false },
        "4": { "email": "petro@acme.example", "email_verified": true },
        "5": { "email": "ihor@sub.acme.example", "email_verified": true },
    });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({ "domains": ["acme.example"] })).await;
    let offers = async || {
        let path = "/api/v1/sign-in/sso?email=whoever@acme.example";
        server.get(path).await.json()["items"].clone()
    };

    let domain = look(&olena, &id).await;
    assert_eq!(domain["proven_at"], Value::Null);
    names.say(RECORD, Some("ninefold-sso=another"));
    assert_eq!(look(&olena, &id).await["proven_at"], Value::Null);
    is_refused(&comes(server, &id, "1").await, SIGN_IN, "sso_link_required");
    assert_eq!(offers().await, json!([]), "anybody could have listed it");

    names.say(RECORD, domain["value"].as_str());
    assert_ne!(look(&olena, &id).await["proven_at"], Value::Null);
    assert_eq!(offers().await[0]["crm"]["slug"], "acme");
    is_refused(
        &comes(server, &id, "3").await,
        SIGN_IN,
        "sso_email_unverified",
    );
    is_led_to(&comes(server, &id, "1").await, HOME);
    assert_eq!(ihor.get(LINKS).await.json()["items"][0]["email"], address);
    let told = letters.wait(2).await;
    assert_eq!(told[1].to, address);
    // The same address of somebody else there, nobody here, and another domain.
    for who in ["2", "4", "5"] {
        is_refused(&comes(server, &id, who).await, SIGN_IN, "sso_no_user");
    }
    // Whoever is known stays known when the record goes; nobody new is.
    names.say(RECORD, None);
    assert_eq!(look(&olena, &id).await["proven_at"], Value::Null);
    is_led_to(&comes(server, &id, "1").await, HOME);
    is_refused(&comes(server, &id, "4").await, SIGN_IN, "sso_no_user");
    let by_ihor = ihor
        .post(&format!("{PROVIDERS}/{id}/prove"), &json!({}))
        .await;
    by_ihor.is_problem(403, "forbidden");
}

#[tokio::test]
async fn whoever_is_invited_comes_in_by_the_provider_and_by_nothing_else_where_it_is_demanded() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let server = &letters.server;
    let people = json!({
        "0": { "email": "olena@acme.example", "email_verified": true },
        "1": { "email": "petro@acme.example", "email_verified": true, "name": "Petro Melnyk" },
        "2": { "email": "taras@acme.example", "email_verified": true },
    });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let id = add_proven(&names, &olena, &provider, false).await;
    is_led_to(
        &connect(&olena, &Browser::from(server), &id, "0").await,
        HOME,
    );
    let demanded = json!({ "domains": ["acme.example"], "required": true });
    assert_eq!(change(&olena, &provider, &id, &demanded).await.status, 200);

    let asked = staff::invite(&olena, &["petro@acme.example"], "admin").await;
    assert_eq!(asked.status, 200, "{asked:?}");
    let ticket = letters.wait(2).await[1].ticket().to_owned();
    let visitor = Visitor::new(server);
    let shown = visitor
        .post("/invitations/look-up", &json!({ "ticket": ticket }))
        .await;
    assert_eq!(shown.json()["by_provider_alone"], true, "{shown:?}");
    let body = json!({
        "ticket": ticket, "first_name": "Petro", "last_name": "Melnyk", "password": PASSWORD,
    });
    visitor
        .post("/invitations/accept", &body)
        .await
        .is_problem(403, "method_not_allowed_here");
    let holder = Visitor::at_the_portal(server).await;
    holder
        .post("/portal/invitations/accept", &json!({ "ticket": ticket }))
        .await
        .is_problem(403, "method_not_allowed_here");

    // Nobody else joins, and the invitation's role is theirs.
    is_refused(&comes(server, &id, "2").await, SIGN_IN, "sso_no_user");
    is_led_to(&comes(server, &id, "1").await, HOME);
    let all = olena.get("/c/acme/users").await.json();
    let items = all["items"].as_array().expect("a list");
    let petro = items
        .iter()
        .find(|user| user["email"] == "petro@acme.example");
    assert_eq!(petro.expect("in")["role"], "admin");
    let open = olena.get("/c/acme/invitations").await.json();
    assert_eq!(open["items"], json!([]));
}

#[tokio::test]
async fn whoever_is_of_a_proven_domain_joins_as_a_member_where_that_is_allowed() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let server = &letters.server;
    let people = json!({
        "1": { "email": "Petro@acme.example", "email_verified": true, "name": "Petro Melnyk" },
        "2": { "email": "gone@acme.example", "email_verified": true },
    });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let id = add_proven(&names, &olena, &provider, false).await;
    is_refused(&comes(server, &id, "1").await, SIGN_IN, "sso_no_user");

    let may_join = json!({ "domains": ["acme.example"], "jit": true });
    assert_eq!(change(&olena, &provider, &id, &may_join).await.status, 200);
    let petro = Visitor::new(server);
    let entered = sign_in(&petro, &Browser::from(server), &id, "1").await;
    is_led_to(&entered, HOME);
    petro.take_csrf("/c/acme/session").await;
    let user = petro.get("/c/acme/session").await.json()["user"].clone();
    assert_eq!(
        (
            &user["display_name"],
            &user["username"],
            &user["role"],
            &user["email"]
        ),
        (
            &json!("Petro Melnyk"),
            &json!("petro"),
            &json!("member"),
            &json!("Petro@acme.example")
        )
    );
    is_led_to(&comes(server, &id, "1").await, HOME);
    let all = olena.get("/c/acme/users").await.json();
    assert_eq!(all["items"].as_array().map(Vec::len), Some(2), "once");

    // It's the only way in that they have: it isn't given up, and a password proves nothing.
    let missing = petro.post("/c/acme/me/connect-code", &json!({})).await;
    missing.is_problem(403, "step_up_required");
    assert_eq!(missing.json()["methods"], json!(["sso"]));
    prove(server, &petro, &id, "1").await;
    let link = crate::team::id(&petro.get(LINKS).await.json()["items"][0]);
    let gone = petro.delete(&format!("{LINKS}/{link}")).await;
    gone.is_problem(409, "last_sign_in_method");
    let reset = json!({ "email": "petro@acme.example", "address": "acme" });
    ask_for_reset(server, &reset).await;
    let told = letters.wait(2).await;
    assert!(!told[1].text.contains("#ticket="), "{:?}", told[1]);
    let body = json!({ "address": "acme", "login": "petro", "password": "" });
    let visitor = Visitor::new(server);
    visitor
        .post("/sign-in", &body)
        .await
        .is_problem(401, "sign_in_failed");
}

/// Proves who somebody is, by the provider that they came by.
async fn prove(server: &Server, who: &Visitor<'_>, id: &str, person: &str) {
    let step_up = json!({ "provider_id": id });
    let step_up = who.post("/c/acme/me/step-up/sso", &step_up).await;
    let url = crate::team::url(&step_up);
    let path = Browser::from(server).sign_in(&url, person).await;
    is_led_to(&who.come_to(&path).await, HOME);
    who.take_csrf("/c/acme/session").await;
}

#[tokio::test]
async fn whoever_came_by_a_provider_alone_sets_a_first_password() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let server = &letters.server;
    let people = json!({ "1": { "email": "petro@acme.example", "email_verified": true } });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let id = add_proven(&names, &olena, &provider, true).await;
    let (petro, elsewhere) = (Visitor::new(server), Visitor::new(server));
    for visitor in [&petro, &elsewhere] {
        is_led_to(
            &sign_in(visitor, &Browser::from(server), &id, "1").await,
            HOME,
        );
        visitor.take_csrf("/c/acme/session").await;
    }

    let (path, new) = ("/c/acme/me/password", "eight yellow submarines");
    let has_one = async || petro.get("/c/acme/me/account").await.json()["has_password"].clone();
    assert_eq!(has_one().await, false);
    let first = json!({ "new": new, "confirmation": new });
    let missing = petro.post(path, &first).await;
    missing.is_problem(403, "step_up_required");
    assert_eq!(missing.json()["methods"], json!(["sso"]));
    prove(server, &petro, &id, "1").await;
    let guessed = json!({ "current": PASSWORD, "new": new, "confirmation": new });
    let guessed = petro.post(path, &guessed).await;
    guessed.is_problem(422, "current_password_wrong");
    let weak = json!({ "new": "password", "confirmation": "password" });
    petro
        .post(path, &weak)
        .await
        .is_problem(422, "password_weak");
    assert_eq!(has_one().await, false);

    let set = petro.post(path, &first).await;
    assert_eq!(set.status, 204, "{set:?}");
    petro.take_csrf("/c/acme/session").await;
    assert_eq!(has_one().await, true);
    let out = elsewhere.get("/c/acme/session").await;
    out.is_problem(401, "unauthenticated");
    let again = petro.post(path, &first).await;
    again.is_problem(400, "validation_failed");
    assert_eq!(again.json()["errors"][0]["pointer"], "/current");
    let answer = crate::team::by_password(&Visitor::new(server), "petro", new).await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
    let log = olena
        .get("/c/acme/audit?kind=password.changed")
        .await
        .json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1), "{log}");
    // The provider isn't their only way in any more.
    let link = crate::team::id(&petro.get(LINKS).await.json()["items"][0]);
    let gone = petro.delete(&format!("{LINKS}/{link}")).await;
    assert_eq!(gone.status, 204, "{gone:?}");
}

#[tokio::test]
async fn a_provider_is_tried_out_before_anybody_is_offered_it() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let server = &letters.server;
    let people = json!({
        "olena": { "email": "olena@acme.example", "email_verified": true },
        "petro": { "email": "petro@acme.example", "email_verified": true },
        "other": { "email": "olena@other.example", "email_verified": true },
        "unsure": { "email": "olena@acme.example" },
    });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let off = json!({ "domains": ["acme.example"], "enabled": false, "jit": true });
    let id = add(&olena, &provider, &off).await;
    let try_path = format!("{PROVIDERS}/{id}/try");
    let page = "/c/acme/settings?tried=1";
    let wish = json!({ "return_path": page });
    let tries = async |who: &str| {
        let answer = olena.post(&try_path, &wish).await;
        let path = Browser::from(server)
            .sign_in(&crate::team::url(&answer), who)
            .await;
        olena.come_to(&path).await
    };
    let comes_out = async |who: &str, outcome: &str| {
        is_led_to(&tries(who).await, &format!("{page}&outcome={outcome}"));
    };
    comes_out("olena", "needs_connection").await;
    comes_out("petro", "nobody").await;
    comes_out("other", "nobody").await;
    comes_out("unsure", "unverified").await;
    let refused = tries("").await;
    let reference = refused.header("x-request-id");
    let expected = format!("{page}&error=sso_failed&reference={reference}");
    assert_eq!(refused.header("location"), expected);
    let value = look(&olena, &id).await["value"].clone();
    names.say(RECORD, value.as_str());
    look(&olena, &id).await;
    comes_out("olena", "connects").await;
    comes_out("petro", "joins").await;

    // Nothing came of it: nobody is connected, joined or signed in.
    assert_eq!(olena.get(LINKS).await.json()["items"], json!([]));
    let all = olena.get("/c/acme/users").await.json();
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    let start = format!("/sign-in/sso/{id}/start");
    Visitor::new(server)
        .post(&start, &json!({}))
        .await
        .is_problem(404, "not_found");
    // It takes the session that left, of somebody who manages the CRM.
    let answer = olena.post(&try_path, &wish).await;
    let path = Browser::from(server)
        .sign_in(&crate::team::url(&answer), "olena")
        .await;
    let elsewhere = Visitor::new(server).come_to(&path).await;
    is_refused(&elsewhere, "/sign-in", "ticket_invalid");
    let ihor = ihor(&letters, &olena).await;
    ihor.post(&try_path, &wish)
        .await
        .is_problem(403, "forbidden");
    let on = json!({ "domains": ["acme.example"], "jit": true });
    assert_eq!(change(&olena, &provider, &id, &on).await.status, 200);
    is_led_to(
        &crate::team::connect(&olena, &Browser::from(server), &id, "olena").await,
        HOME,
    );
    comes_out("olena", "opens").await;
}

#[tokio::test]
async fn signing_out_tells_where_to_sign_out_at_the_provider() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let people = json!({ "1": { "email": "ihor@acme.example", "email_verified": true } });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let browser = Browser::from(server);
    is_led_to(&crate::team::connect(&ihor, &browser, &id, "1").await, HOME);
    let by_password = ihor.post("/c/acme/sign-out", &json!({})).await.json();
    assert_eq!(
        by_password,
        json!({ "redirect": SIGN_IN, "provider_url": null })
    );
    let visitor = Visitor::new(server);
    is_led_to(&sign_in(&visitor, &browser, &id, "1").await, HOME);
    visitor.take_csrf("/c/acme/session").await;
    let told = visitor.post("/c/acme/sign-out", &json!({})).await.json();
    let url = told["provider_url"].as_str().expect("a page");
    assert!(url.starts_with(&provider.issuer), "{url}");
    let page = browser.http.get(url).send().await.expect("an answer");
    assert_eq!(page.status(), 200, "the provider takes it");
}
