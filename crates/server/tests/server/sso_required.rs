//! CRMs whose people sign in by their provider alone.

use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    harness::{Answer, PASSWORD},
    letters::Letters,
    provider::{Browser, Provider},
    qr::{Approver, Waiting},
    security_key::SecurityKey,
    team::{
        PROVIDERS, add, by_password, by_two, change, connect, ihor, is_led_to, olena,
        provider_body, sign_in,
    },
    visitor::Visitor,
};

const HOME: &str = "/c/acme/";
const ME: &str = "/c/acme/me";

fn people() -> Value {
    json!({
        "olena": { "email": "olena@acme.example", "email_verified": true },
        "ihor": { "email": "ihor@acme.example", "email_verified": true },
    })
}

/// Olena's CRM, whose provider recognises her and is demanded of everybody.
async fn demanding(letters: &Letters) -> (Provider, Visitor<'_>, String) {
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let id = add(&olena, &provider, &json!({})).await;
    let connected = connect(&olena, &Browser::from(server), &id, "olena").await;
    is_led_to(&connected, HOME);
    let required = json!({ "required": true });
    assert_eq!(change(&olena, &provider, &id, &required).await.status, 200);
    (provider, olena, id)
}

#[tokio::test]
async fn nobody_but_the_owner_uses_a_password() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let resolve = "/sign-in/resolve?address=acme";
    let ways = async || olena.get(resolve).await.json();
    assert_eq!(ways().await["methods"], json!(["password", "qr", "sso"]));
    assert_eq!(ways().await["sso"][0]["label"], "Acme sign-on");
    let connected = connect(&olena, &Browser::from(server), &id, "olena").await;
    is_led_to(&connected, HOME);
    let required = json!({ "required": true });
    assert_eq!(change(&olena, &provider, &id, &required).await.status, 200);
    assert_eq!(ways().await["methods"], json!(["qr", "sso"]));

    let visitor = Visitor::new(server);
    by_password(&visitor, "ihor", "seven blue bottles!")
        .await
        .is_problem(401, "sign_in_failed");
    for login in ["ihor", "olena"] {
        by_password(&visitor, login, PASSWORD)
            .await
            .is_problem(403, "method_not_allowed_here");
    }
    let list = visitor.sign_in("ihor@acme.example", PASSWORD).await;
    let crm = list.json()["choices"][0]["id"]
        .as_str()
        .expect("a choice")
        .to_owned();
    visitor
        .open(&crm)
        .await
        .is_problem(403, "method_not_allowed_here");
    // The owner gets in with two factors, whatever happens to the provider.
    let portal = Visitor::at_the_portal(server).await;
    let (app, _) = Authenticator::enabled(server, &portal, "/portal").await;
    let asked = by_password(&visitor, "olena", PASSWORD).await.json();
    assert_eq!(
        (&asked["next"], &asked["can_trust_device"]),
        (&json!("second_factor"), &json!(false))
    );
    let code = json!({ "ticket": asked["ticket"], "code": app.next_code() });
    let opened = visitor.post("/sign-in/second-factor", &code).await;
    assert_eq!(opened.json()["next"], "open", "{opened:?}");
    drop(ihor);
}

#[tokio::test]
async fn it_is_not_demanded_while_nobody_could_take_that_back() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let required = json!({ "required": true });
    let at_once = provider_body(&provider.issuer, &required);
    olena
        .post(PROVIDERS, &at_once)
        .await
        .is_problem(409, "last_sign_in_method");
    let id = add(&olena, &provider, &json!({})).await;
    let demand = async || change(&olena, &provider, &id, &required).await;
    demand().await.is_problem(409, "last_sign_in_method");
    // A member who gets in can't take it back.
    is_led_to(
        &connect(&ihor, &Browser::from(server), &id, "ihor").await,
        HOME,
    );
    demand().await.is_problem(409, "last_sign_in_method");
    let off = json!({ "required": true, "enabled": false });
    assert_eq!(change(&olena, &provider, &id, &off).await.status, 200);
    demand().await.is_problem(409, "last_sign_in_method");
    let told = olena.get(PROVIDERS).await.json();
    assert_eq!(
        (
            &told["items"][0]["linked"],
            &told["owner_has_second_factor"]
        ),
        (&json!(1), &json!(false))
    );
    // A second factor of the owner is a way for an emergency.
    let portal = Visitor::at_the_portal(server).await;
    let (app, _) = Authenticator::enabled(server, &portal, "/portal").await;
    let olena = by_two(server, &app).await;
    let told = olena.get(PROVIDERS).await.json();
    assert_eq!(told["owner_has_second_factor"], json!(true));
    let demanded = change(&olena, &provider, &id, &required).await;
    assert_eq!(demanded.status, 200, "{demanded:?}");
}

#[tokio::test]
async fn the_owner_keeps_one_of_the_ways_that_are_left() {
    let letters = Letters::set_up_today().await;
    let (_provider, olena, _) = demanding(&letters).await;
    let links = olena.get("/c/acme/me/identity-links").await.json();
    let path = format!(
        "/c/acme/me/identity-links/{}",
        crate::team::id(&links["items"][0])
    );
    // Her password opens nothing without a second factor.
    olena
        .delete(&path)
        .await
        .is_problem(409, "last_sign_in_method");
    let portal = Visitor::at_the_portal(&letters.server).await;
    let (app, _) = Authenticator::enabled(&letters.server, &portal, "/portal").await;
    let olena = by_two(&letters.server, &app).await;
    assert_eq!(olena.delete(&path).await.status, 204);
}

#[tokio::test]
async fn an_account_is_no_way_around_it() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (provider, olena, id) = demanding(&letters).await;
    let portal = Approver::at_the_portal(server).await;
    let crm = portal.browser.crms().await[0]["id"].clone();
    let crm = crm.as_str().expect("an id");
    let enter = async || {
        let path = format!("/portal/crms/{crm}/enter");
        let link = portal.browser.post(&path, &json!({})).await.json();
        let url = link["url"].as_str().expect("a link");
        let (_, ticket) = url.split_once("#ticket=").expect("a ticket");
        let body = json!({ "ticket": ticket });
        Visitor::new(server).post("/c/acme/enter", &body).await
    };
    let approved = async |named: Option<&'static str>| {
        let waiting = Waiting::begin(server, named).await;
        assert_eq!(portal.scan(&waiting).await.status, 200);
        let picked = portal.pick(&waiting, waiting.number()).await;
        assert!(picked.status.is_success(), "{picked:?}");
        let answer = waiting.exchange().await;
        (waiting.browser, answer)
    };
    let is_refused = |answer: &Answer| answer.is_problem(403, "method_not_allowed_here");
    is_refused(&enter().await);
    let (screen, answer) = approved(Some("acme")).await;
    is_refused(&answer);
    assert_eq!(screen.get("/c/acme/session").await.status, 401);
    // Nor is the list of all that the account opens.
    let (screen, list) = approved(None).await;
    assert_eq!(list.json()["next"], "select", "{list:?}");
    is_refused(&screen.open(crm).await);
    assert_eq!(screen.get("/c/acme/session").await.status, 401);

    // Whoever got in by the provider lets another screen in.
    let screen = Waiting::begin(server, Some("acme")).await;
    let inside = Visitor::new(server);
    let entered = sign_in(&inside, &Browser::from(server), &id, "olena").await;
    is_led_to(&entered, HOME);
    inside.take_csrf("/c/acme/session").await;
    let proof = json!({ "password": PASSWORD });
    let proved = inside.post("/c/acme/me/step-up", &proof).await;
    assert_eq!(proved.status, 204, "{proved:?}");
    inside.take_csrf("/c/acme/session").await;
    let inside = Approver {
        browser: inside,
        at: "/c/acme",
    };
    assert_eq!(inside.scan(&screen).await.status, 200);
    let picked = inside.pick(&screen, screen.number()).await;
    assert!(picked.status.is_success(), "{picked:?}");
    assert_eq!(screen.exchange().await.json()["next"], "open");

    // Without the demand the account opens the CRM as ever.
    let off = json!({ "required": false });
    assert_eq!(change(&olena, &provider, &id, &off).await.status, 200);
    assert_eq!(enter().await.json()["next"], "open");
    let (_, answer) = approved(Some("acme")).await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
}

#[tokio::test]
async fn whoever_asks_for_a_new_password_is_told_to_use_the_provider() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    drop(ihor(&letters, &olena).await);
    let id = add(&olena, &provider, &json!({})).await;
    let connected = connect(&olena, &Browser::from(server), &id, "olena").await;
    is_led_to(&connected, HOME);
    let required = json!({ "required": true });
    assert_eq!(change(&olena, &provider, &id, &required).await.status, 200);
    let ask = async |email: &str, address: Option<&str>| {
        let body = json!({ "email": email, "address": address });
        let asked = server.post("/api/v1/password-reset", &body).await;
        (asked.status.as_u16(), asked.json())
    };
    // The invitation, and that the provider was connected; in either order.
    letters.wait(2).await;
    let nobody = ask("nobody@acme.example", Some("acme")).await;
    assert_eq!(ask("ihor@acme.example", Some("acme")).await, nobody);
    assert_eq!(ask("ihor@acme.example", None).await, nobody);
    let told = letters.wait(4).await;
    for letter in &told[2..] {
        assert_eq!(letter.to, "ihor@acme.example");
        assert!(!letter.text.contains("#ticket="), "{letter:?}");
        let page = format!("{}/c/acme/sign-in", server.url);
        assert!(letter.text.contains(&page), "{letter:?}");
    }
    // The owner's password is of use, with a second factor.
    ask("olena@acme.example", Some("acme")).await;
    assert!(letters.wait(5).await[4].text.contains("#ticket="));
    // And everybody's where nothing is demanded.
    let off = json!({ "required": false });
    assert_eq!(change(&olena, &provider, &id, &off).await.status, 200);
    ask("ihor@acme.example", Some("acme")).await;
    assert!(letters.wait(6).await[5].text.contains("#ticket="));
}

#[tokio::test]
async fn a_passkey_is_no_way_around_it_but_for_the_owner() {
    let letters = Letters::named().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let (hers, _) = SecurityKey::added(&server.url, &olena, ME).await;
    let (his, _) = SecurityKey::added(&server.url, &ihor, ME).await;
    for key in [&hers, &his] {
        let answer = key.sign_in(&Visitor::new(server), Some("acme")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let id = add(&olena, &provider, &json!({})).await;
    let portal = Visitor::at_the_portal(server).await;
    let (app, _) = Authenticator::enabled(server, &portal, "/portal").await;
    let olena = by_two(server, &app).await;
    let required = json!({ "required": true });
    assert_eq!(change(&olena, &provider, &id, &required).await.status, 200);

    for address in [Some("acme"), None] {
        let visitor = Visitor::new(server);
        his.sign_in(&visitor, address)
            .await
            .is_problem(403, "method_not_allowed_here");
        visitor
            .get("/c/acme/session")
            .await
            .is_problem(401, "unauthenticated");
    }
    let answer = hers.sign_in(&Visitor::new(server), Some("acme")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}
