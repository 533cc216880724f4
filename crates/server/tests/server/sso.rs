//! Signing in at a CRM by a real provider of OpenID Connect.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    letters::Letters,
    provider::{Browser, Provider},
    team::{
        LINKS, PROVIDERS, add, change, connect, id, ihor, is_led_to, is_refused, olena, sign_in,
        url, with_password,
    },
    visitor::Visitor,
};

const SIGN_IN: &str = "/c/acme/sign-in";
const HOME: &str = "/c/acme/";

fn people() -> Value {
    json!({
        "1001": { "email": "ihor@acme.example", "email_verified": true, "name": "Ihor Bondar" },
        "1002": { "email": "ihor@acme.example", "email_verified": true, "amr": ["pwd", "otp"] },
        "1003": {
            "email": "ihor@acme.example", "email_verified": true, "acr": "phishing-resistant",
        },
    })
}

#[tokio::test]
async fn whoever_has_connected_a_provider_signs_in_by_it_with_every_algorithm() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let mut provider = Provider::start().await;
    let algorithms = ["RS256", "PS256", "ES256", "EdDSA"];
    let clients =
        algorithms.map(|name| json!({ "client_id": name, "id_token_signed_response_alg": name }));
    provider.tell(server, people(), &clients).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    for name in algorithms {
        let id = add(&olena, &provider, &json!({ "client_id": name })).await;
        let connected = connect(&ihor, &Browser::from(server), &id, "1001").await;
        is_led_to(&connected, HOME);
        let visitor = Visitor::new(server);
        let entered = sign_in(&visitor, &Browser::from(server), &id, "1001").await;
        is_led_to(&entered, HOME);
        visitor.take_csrf("/c/acme/session").await;
        let session = visitor.get("/c/acme/session").await.json();
        assert_eq!(session["user"]["email"], "ihor@acme.example", "{name}");
        let sessions = visitor.get("/c/acme/me/sessions").await.json();
        let items = sessions["items"].as_array().expect("a list");
        let current = items.iter().find(|item| item["is_current"] == true);
        let current = current.expect("this one");
        assert_eq!(
            (&current["method"], &current["assurance"]),
            (&json!("sso"), &json!("aal1"))
        );
    }
    let told = letters.wait(1 + algorithms.len()).await;
    let last = told.last().expect("letters");
    assert_eq!(last.to, "ihor@acme.example");
    assert!(last.text.contains("Acme sign-on"), "{last:?}");
    let links = ihor.get(LINKS).await.json();
    assert_eq!(links["items"].as_array().map(Vec::len), Some(4));
    assert_eq!(links["offers"], json!([]), "all are connected");
}

#[tokio::test]
async fn the_address_may_come_with_the_id_token_or_beside_it() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let people = json!({ "7": { "email": "ihor@acme.example", "email_verified": false } });
    let mut provider = Provider::for_server(server, people.clone()).await;
    let olena = olena(server).await;
    let id = add(&olena, &provider, &json!({})).await;
    for in_id_token in [false, true] {
        provider.claims_in_id_token = in_id_token;
        provider.tell(server, people.clone(), &[]).await;
        let visitor = Visitor::new(server);
        let answer = sign_in(&visitor, &Browser::from(server), &id, "7").await;
        is_refused(&answer, SIGN_IN, "sso_email_unverified");
    }
}

#[tokio::test]
async fn nobody_is_recognised_by_an_address_alone() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let address = "ihor@acme.example";
    let people = json!({
        "verified": { "email": address, "email_verified": true },
        "unverified": { "email": address, "email_verified": false },
        "in words": { "email": address, "email_verified": "true" },
        "unsaid": { "email": address },
        "nameless": {},
        "no address": { "email": "ihor", "email_verified": true },
        "stranger": { "email": "petro@acme.example", "email_verified": true },
        "elsewhere": { "email": "ihor@other.example", "email_verified": true },
    });
    let provider = Provider::for_server(server, people).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({ "jit": true })).await;
    let refused = async |who: &str, code: &str| {
        let visitor = Visitor::new(server);
        let answer = sign_in(&visitor, &Browser::from(server), &id, who).await;
        is_refused(&answer, SIGN_IN, code);
        assert_eq!(visitor.get("/c/acme/session").await.status, 401, "{who}");
    };
    refused("verified", "sso_no_user").await;
    let domains = json!({ "jit": true, "domains": ["ACME.example"] });
    assert_eq!(change(&olena, &provider, &id, &domains).await.status, 200);
    for (who, code) in [
        ("verified", "sso_link_required"),
        ("unverified", "sso_email_unverified"),
        ("in words", "sso_email_unverified"),
        ("unsaid", "sso_email_unverified"),
        ("nameless", "sso_email_unverified"),
        ("no address", "sso_email_unverified"),
        // The domain isn't proven: nobody joins by it.
        ("stranger", "sso_no_user"),
        ("elsewhere", "sso_no_user"),
        ("", "sso_failed"),
    ] {
        refused(who, code).await;
    }
    // What is refused by its address is let in once it was connected.
    is_led_to(
        &connect(&ihor, &Browser::from(server), &id, "unverified").await,
        HOME,
    );
    let visitor = Visitor::new(server);
    let entered = sign_in(&visitor, &Browser::from(server), &id, "unverified").await;
    is_led_to(&entered, HOME);
    // And one person is one at each provider.
    let second = connect(&ihor, &Browser::from(server), &id, "verified").await;
    is_refused(&second, HOME, "sso_failed");
    let thief = connect(&olena, &Browser::from(server), &id, "unverified").await;
    is_refused(&thief, HOME, "sso_failed");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_unless_the_provider_has_and_may() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let mut provider = Provider::start().await;
    let clients = ["b", "c", "d"].map(|name| json!({ "client_id": name }));
    provider.tell(server, people(), &clients).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let acr = json!(["phishing-resistant"]);
    let mut ways = Vec::new();
    for (settings, who, asked) in [
        (json!({ "acr_values": acr }), "1002", true),
        (
            json!({ "client_id": "b", "satisfies_2fa": true }),
            "1001",
            true,
        ),
        (
            json!({ "client_id": "c", "satisfies_2fa": true }),
            "1002",
            false,
        ),
        (
            json!({ "client_id": "d", "satisfies_2fa": true, "acr_values": acr }),
            "1003",
            false,
        ),
    ] {
        let id = add(&olena, &provider, &settings).await;
        is_led_to(
            &connect(&ihor, &Browser::from(server), &id, who).await,
            HOME,
        );
        ways.push((id, who, asked));
    }
    let (app, _) = Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    for (id, who, asked) in ways {
        let visitor = Visitor::new(server);
        let answer = sign_in(&visitor, &Browser::from(server), &id, who).await;
        if !asked {
            is_led_to(&answer, HOME);
            continue;
        }
        let location = answer.header("location").to_owned();
        let (page, rest) = location.split_once("#ticket=").expect("a ticket");
        assert_eq!(page, "/sign-in/second-factor");
        let (ticket, _) = rest.split_once('&').expect("more than that");
        assert_eq!(visitor.get("/c/acme/session").await.status, 401);
        let code = json!({ "ticket": ticket, "code": app.next_code() });
        let stolen = Visitor::new(server)
            .post("/sign-in/second-factor", &code)
            .await;
        stolen.is_problem(400, "ticket_invalid");
        let opened = visitor.post("/sign-in/second-factor", &code).await;
        assert_eq!(opened.json()["next"], "open", "{opened:?}");
    }
}

#[tokio::test]
async fn what_somebody_took_along_is_good_once_in_their_browser_for_ten_minutes() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    is_led_to(
        &connect(&ihor, &Browser::from(server), &id, "1001").await,
        HOME,
    );

    let leave = async |visitor: &Visitor<'_>| {
        let start = format!("/sign-in/sso/{id}/start");
        let answer = visitor.post(&start, &json!({})).await;
        Browser::from(server).sign_in(&url(&answer), "1001").await
    };
    let (here, elsewhere) = (Visitor::new(server), Visitor::new(server));
    let path = leave(&here).await;
    // A link that an attacker sends would sign its reader in as the attacker.
    is_refused(
        &elsewhere.come_to(&path).await,
        "/sign-in",
        "ticket_invalid",
    );
    is_led_to(&here.come_to(&path).await, HOME);
    is_refused(&here.come_to(&path).await, "/sign-in", "ticket_invalid");
    let late = leave(&here).await;
    server.clock.turn(Duration::from_mins(10));
    is_refused(&here.come_to(&late).await, "/sign-in", "ticket_invalid");
    let made_up = here.come_to("/sso/callback?state=x&code=y").await;
    is_refused(&made_up, "/sign-in", "ticket_invalid");
    here.come_to("/sso/callback?code=y")
        .await
        .is_problem(400, "validation_failed");
}

#[tokio::test]
async fn the_page_that_was_asked_for_is_come_back_to_if_it_is_one_of_there() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let start = format!("/sign-in/sso/{id}/start");
    let goes = async |visitor: &Visitor<'_>, post: &str, body: Value, who: &str| {
        let answer = visitor.post(post, &body).await;
        let path = Browser::from(server).sign_in(&url(&answer), who).await;
        visitor.come_to(&path).await
    };
    let profile = "/c/acme/?sso=connected";
    let link = json!({ "provider_id": id, "return_path": profile });
    let refused = goes(&ihor, LINKS, link.clone(), "").await;
    let reference = refused.header("x-request-id");
    let expected = format!("{profile}&error=sso_failed&reference={reference}");
    assert_eq!(refused.header("location"), expected);
    is_led_to(&goes(&ihor, LINKS, link, "1001").await, profile);

    let visitor = Visitor::new(server);
    let wish = |page: &str| json!({ "return_path": page });
    for (asked_for, led_to) in [
        ("/c/acme/staff?a=1", "/c/acme/staff?a=1"),
        (
            "/qr/0192f0c1-2345-7abc-8def-0123456789ab",
            "/qr/0192f0c1-2345-7abc-8def-0123456789ab",
        ),
        ("/c/berry/staff", HOME),
        ("/account", HOME),
        ("/c/acme/sign-in?return=/c/acme/staff", HOME),
    ] {
        let answer = goes(&visitor, &start, wish(asked_for), "1001").await;
        is_led_to(&answer, led_to);
    }
    let refused = goes(&visitor, &start, wish("/c/acme/staff"), "1002").await;
    let reference = refused.header("x-request-id");
    let expected =
        format!("{SIGN_IN}?error=sso_no_user&reference={reference}&return=%2Fc%2Facme%2Fstaff");
    assert_eq!(refused.header("location"), expected);
    for outside in ["//evil.example/", "https://evil.example/c/acme/", "staff"] {
        let answer = visitor.post(&start, &wish(outside)).await;
        answer.is_problem(400, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/return_path");
    }
    // Who was nobody here is asked who else it is, though the provider knows them.
    for (anew, asked) in [(false, false), (true, true)] {
        let answer = visitor.post(&start, &json!({ "anew": anew })).await;
        assert_eq!(url(&answer).contains("prompt=login"), asked, "{answer:?}");
        let path = Browser::from(server).sign_in(&url(&answer), "1001").await;
        is_led_to(&visitor.come_to(&path).await, HOME);
    }
    // The page for a code knows it, too.
    Authenticator::enabled(server, &ihor, "/c/acme/me").await;
    let answer = goes(&visitor, &start, wish("/c/acme/staff"), "1001").await;
    let location = answer.header("location");
    let (_, more) = location.split_once("&from=").expect("where it began");
    assert_eq!(
        more,
        "%2Fc%2Facme%2Fsign-in%3Freturn%3D%252Fc%252Facme%252Fstaff&trust=yes"
    );
}

#[tokio::test]
async fn a_provider_is_connected_with_whoever_asked_and_in_their_session_alone() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let body = json!({ "provider_id": id });
    let answer = ihor.post(LINKS, &body).await;
    let path = Browser::from(server).sign_in(&url(&answer), "1001").await;
    is_refused(&olena.come_to(&path).await, "/sign-in", "ticket_invalid");
    let out = ihor.post("/c/acme/sign-out", &json!({})).await;
    assert_eq!(out.status, 200, "{out:?}");
    is_refused(&ihor.come_to(&path).await, HOME, "ticket_invalid");
    let ihor = with_password(server, "ihor").await;
    assert_eq!(ihor.get(LINKS).await.json()["items"], json!([]));
    // It takes a proof, and a provider of this very CRM.
    let unknown = json!({ "provider_id": "0192f0c1-2345-7abc-8def-0123456789ab" });
    ihor.post(LINKS, &unknown)
        .await
        .is_problem(404, "not_found");
    server.clock.turn(Duration::from_mins(15));
    ihor.post(LINKS, &body)
        .await
        .is_problem(403, "step_up_required");
}

#[tokio::test]
async fn the_last_way_to_sign_in_is_not_given_up() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let provider_id = add(&olena, &provider, &json!({})).await;
    is_led_to(
        &connect(&ihor, &Browser::from(server), &provider_id, "1001").await,
        HOME,
    );
    is_led_to(
        &connect(&olena, &Browser::from(server), &provider_id, "1002").await,
        HOME,
    );
    let link = id(&ihor.get(LINKS).await.json()["items"][0]);
    let path = format!("{LINKS}/{link}");
    olena.delete(&path).await.is_problem(404, "not_found");
    let required = json!({ "required": true });
    let demanded = change(&olena, &provider, &provider_id, &required).await;
    assert_eq!(demanded.status, 200, "{demanded:?}");
    ihor.delete(&path)
        .await
        .is_problem(409, "last_sign_in_method");
    change(&olena, &provider, &provider_id, &json!({})).await;
    assert_eq!(ihor.delete(&path).await.status, 204);
    ihor.delete(&path).await.is_problem(404, "not_found");
    let visitor = Visitor::new(server);
    let answer = sign_in(&visitor, &Browser::from(server), &provider_id, "1001").await;
    is_refused(&answer, SIGN_IN, "sso_no_user");
    server.clock.turn(Duration::from_mins(15));
    ihor.delete(&path).await.is_problem(403, "step_up_required");
}

#[tokio::test]
async fn a_fresh_proof_to_the_provider_is_a_step_up() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    is_led_to(
        &connect(&ihor, &Browser::from(server), &id, "1001").await,
        HOME,
    );
    let (visitor, browser) = (Visitor::new(server), Browser::from(server));
    is_led_to(&sign_in(&visitor, &browser, &id, "1001").await, HOME);
    visitor.take_csrf("/c/acme/session").await;
    let code = "/c/acme/me/connect-code";
    // The provider may have recognised them by a cookie.
    let missing = visitor.post(code, &json!({})).await;
    missing.is_problem(403, "step_up_required");
    assert_eq!(missing.json()["methods"], json!(["password", "sso"]));
    let ways = async || {
        let told = visitor.get("/c/acme/me/step-up/sso").await.json();
        told["items"].as_array().map(Vec::len)
    };
    assert_eq!(ways().await, Some(1));

    let prove = async |who: &str| {
        let step_up = "/c/acme/me/step-up/sso";
        let answer = visitor.post(step_up, &json!({ "provider_id": id })).await;
        let url = url(&answer);
        assert!(url.contains("prompt=login"), "{url}");
        let path = Browser::from(server).sign_in(&url, who).await;
        visitor.come_to(&path).await
    };
    is_refused(&prove("1002").await, HOME, "sso_failed");
    let proved = prove("1001").await;
    is_led_to(&proved, HOME);
    assert!(proved.headers.contains_key("set-cookie"), "a new token");
    visitor.take_csrf("/c/acme/session").await;
    assert_eq!(visitor.post(code, &json!({})).await.status, 200);

    // Whoever has a second factor proves that, too.
    let (_app, _) = Authenticator::enabled(server, &visitor, "/c/acme/me").await;
    server.clock.turn(Duration::from_mins(1));
    assert_eq!(
        ways().await,
        Some(0),
        "it doesn't vouch for a second factor"
    );
    is_refused(&prove("1001").await, HOME, "sso_failed");
}

#[tokio::test]
async fn whoever_signs_out_at_the_provider_is_signed_out_here() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let mut provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor = ihor(&letters, &olena).await;
    let id = add(&olena, &provider, &json!({})).await;
    let told = olena.get(PROVIDERS).await.json();
    let uri = told["items"][0]["backchannel_logout_uri"].clone();
    let backchannel = json!({
        "backchannel_logout_uri": uri,
        "backchannel_logout_session_required": true,
    });
    provider.changes = backchannel;
    provider.tell(server, people(), &[]).await;
    is_led_to(
        &connect(&ihor, &Browser::from(server), &id, "1001").await,
        HOME,
    );
    let ways = [Browser::from(server), Browser::from(server)];
    let mut visitors = Vec::new();
    for browser in &ways {
        let visitor = Visitor::new(server);
        is_led_to(&sign_in(&visitor, browser, &id, "1001").await, HOME);
        visitors.push(visitor);
    }
    let end = format!("{}/session/end?client_id=ninefold", provider.issuer);
    let page = ways[0].http.get(&end).send().await.expect("an answer");
    let page = page.text().await.expect("a page");
    let after = |text: &str, mark: &str| {
        let (_, rest) = text.split_once(mark).expect(mark);
        rest.split('"').next().expect("a value").to_owned()
    };
    let (action, xsrf) = (after(&page, "action=\""), after(&page, "value=\""));
    let confirm = ways[0]
        .http
        .post(action)
        .header("content-type", "application/x-www-form-urlencoded");
    let confirmed = confirm.body(format!("xsrf={xsrf}&logout=yes")).send().await;
    assert!(confirmed.expect("an answer").status().as_u16() < 400);
    let mut alive = Vec::new();
    for visitor in visitors.iter().chain([&ihor]) {
        alive.push(visitor.get("/c/acme/session").await.status.as_u16());
    }
    assert_eq!(alive, [401, 200, 200], "that session alone");
}

#[tokio::test]
async fn a_document_for_desktops_tells_of_it() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let methods = async |path: &str| {
        let document = server.get(path).await.json();
        document["sign_in"]["methods"].clone()
    };
    let crm = "/.well-known/crm-desktop.json?crm=acme";
    assert_eq!(methods(crm).await, json!(["password", "qr"]));
    let olena = olena(server).await;
    add(&olena, &provider, &json!({})).await;
    assert_eq!(methods(crm).await, json!(["password", "qr", "sso"]));
    let whole = "/.well-known/crm-desktop.json";
    assert_eq!(
        methods(whole).await,
        json!(["password", "qr"]),
        "the CRM's is its own"
    );
}
