//! What doesn't get in by way of another browser.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::{
    hand_off::{Messenger, people, recognised, with_ihor},
    harness::PASSWORD,
    letters::Letters,
    portal,
    provider::{Browser, Provider},
    qr::{Approver, Waiting},
    qr_attacks::wrong,
    team::{add, change, connect, id, ihor, is_led_to, is_refused, olena, provider_body, url},
    visitor::Visitor,
};

#[tokio::test]
async fn what_each_browser_has_is_good_in_that_one_alone() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let (window, messenger) = recognised(server, &provider_id).await;

    let at = |what: &str| format!("/sign-in/hand-off/{}/{what}", window.id());
    let picked = json!({ "ticket": messenger.ticket()["ticket"], "number": window.number() });
    for thief in [&Visitor::new(server), &window.browser] {
        for (what, body) in [
            ("look-up", &messenger.ticket()),
            ("deny", &messenger.ticket()),
            ("approve", &picked),
        ] {
            let answer = thief.post(&at(what), body).await;
            answer.is_problem(400, "ticket_invalid");
        }
    }
    // A ticket is one for its own window.
    let other = Waiting::for_provider(server, &provider_id).await;
    let path = format!("/sign-in/hand-off/{}/approve", other.id());
    let answer = messenger.browser.post(&path, &picked).await;
    answer.is_problem(400, "ticket_invalid");

    assert_eq!(messenger.pick(window.number()).await.status, 204);
    let exchange = format!("/sign-in/qr/{}/exchange", window.id());
    for thief in [&messenger.browser, &other.browser] {
        let answer = thief.post(&exchange, &json!({})).await;
        answer.is_problem(400, "ticket_invalid");
    }
    assert_eq!(window.exchange().await.status, 200, "it was not used up");
}

#[tokio::test]
async fn an_approval_lets_one_window_in_once() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let (window, messenger) = recognised(server, &provider_id).await;
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    let cookies = window.browser.cookies();
    let path = format!("/sign-in/qr/{}/exchange", window.id());
    let tries = (0..4).map(|_| async {
        let headers = [("cookie", cookies.as_str())];
        let browser = Visitor::new(server);
        browser.call(Method::POST, &path, None, &headers).await
    });
    let answers = futures_util::future::join_all(tries).await;
    let got_in = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(got_in, 1, "{answers:?}");
    window.exchange().await.is_problem(400, "ticket_invalid");
    messenger
        .pick(window.number())
        .await
        .is_problem(410, "qr_expired");
}

#[tokio::test]
async fn a_wrong_number_and_a_denial_are_for_good() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    for by_number in [true, false] {
        let (window, messenger) = recognised(server, &provider_id).await;
        if by_number {
            let answer = messenger.pick(&wrong(&window)).await;
            answer.is_problem(401, "qr_denied");
        } else {
            assert_eq!(messenger.deny().await.status, 204);
        }
        let right = messenger.pick(window.number()).await;
        right.is_problem(401, "qr_denied");
        messenger.look_up().await.is_problem(401, "qr_denied");
        messenger.leave().await.is_problem(401, "qr_denied");
        assert_eq!(window.state().await, "denied");
        window.exchange().await.is_problem(401, "qr_denied");
    }
}

#[tokio::test]
async fn nothing_comes_of_it_after_ten_minutes() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let begun = Waiting::for_provider(server, &provider_id).await;
    let early = Messenger::of(server, &begun);
    let (waiting, back) = recognised(server, &provider_id).await;
    let (approved, done) = recognised(server, &provider_id).await;
    assert_eq!(done.pick(approved.number()).await.status, 204);

    server.clock.turn(Duration::from_mins(10));
    early.leave().await.is_problem(410, "qr_expired");
    back.look_up().await.is_problem(410, "qr_expired");
    let late = back.pick(waiting.number()).await;
    late.is_problem(410, "qr_expired");
    back.deny().await.is_problem(410, "qr_expired");
    approved.exchange().await.is_problem(410, "qr_expired");
}

#[tokio::test]
async fn one_browser_comes_back_in_a_windows_place_with_what_it_took_along() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let window = Waiting::for_provider(server, &provider_id).await;
    let mut messenger = Messenger::of(server, &window);
    let left = messenger.leave().await;
    let path = Browser::from(server).sign_in(&url(&left), "1001").await;
    // What one browser took along is nothing in another, be it the window itself.
    for thief in [&Visitor::new(server), &window.browser] {
        let answer = thief.come_to(&path).await;
        is_refused(&answer, "/sign-in", "ticket_invalid");
    }
    assert_eq!(window.state().await, "pending");

    let second = Messenger::of(server, &window);
    let left = second.leave().await;
    let path = Browser::from(server).sign_in(&url(&left), "1001").await;
    messenger.come_back("1001").await;
    let late = second.browser.come_to(&path).await;
    is_refused(&late, &second.page(), "ticket_invalid");
    second.leave().await.is_problem(400, "ticket_invalid");
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    assert_eq!(window.exchange().await.status, 200);
}

#[tokio::test]
async fn a_window_is_let_in_by_its_own_provider_and_by_nobody_who_is_signed_in() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let window = Waiting::for_provider(server, &provider_id).await;
    for olena in [
        Approver::in_the_crm(server).await,
        Approver::at_the_portal(server).await,
    ] {
        for answer in [
            olena.scan(&window).await,
            olena.pick(&window, window.number()).await,
            olena.deny(&window).await,
        ] {
            answer.is_problem(404, "not_found");
        }
    }
    assert_eq!(window.state().await, "pending");
    // A QR code is approved by who is signed in, and by no provider.
    let screen = Waiting::begin(server, Some("acme")).await;
    let messenger = Messenger::of(server, &screen);
    messenger.leave().await.is_problem(404, "not_found");
    let path = format!("/sign-in/hand-off/{}", screen.id());
    messenger
        .browser
        .get(&path)
        .await
        .is_problem(404, "not_found");
    let nobodys = "/sign-in/sso/0192f0c1-2345-7abc-8def-0123456789ab/hand-off";
    Visitor::new(server)
        .post(nobodys, &json!({}))
        .await
        .is_problem(404, "not_found");
}

#[tokio::test]
async fn another_crms_provider_opens_that_crm_alone() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (provider, acmes) = with_ihor(&letters).await;
    let holder = Visitor::at_the_portal(server).await;
    holder.step_up().await;
    let made = portal::create(&holder, "Berry", "berry").await;
    assert_eq!(made.status, 200, "{made:?}");
    let link = portal::enter_link(&holder, &id(&made.json())).await;
    let owner = Visitor::new(server);
    assert_eq!(portal::enter_in(&owner, &link).await.status, 200);
    owner.take_csrf("/c/berry/session").await;
    let proof = json!({ "password": PASSWORD });
    assert_eq!(owner.post("/c/berry/me/step-up", &proof).await.status, 204);
    owner.take_csrf("/c/berry/session").await;
    let body = provider_body(&provider.issuer, &json!({}));
    let added = owner.post("/c/berry/sso-providers", &body).await;
    assert_eq!(added.status, 201, "{added:?}");
    let berrys = id(&added.json());
    // The person whom Acme's provider knows is nobody in Berry.
    let window = Waiting::for_provider(server, &berrys).await;
    let messenger = Messenger::of(server, &window);
    let refused = messenger.go("1001").await;
    is_refused(&refused, &messenger.page(), "sso_no_user");
    assert_eq!(window.state().await, "pending");
    assert_ne!(acmes, berrys);
}

#[tokio::test]
async fn what_is_switched_off_meanwhile_lets_nobody_in() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let provider = Provider::for_server(server, people()).await;
    let olena = olena(server).await;
    let ihor_here = ihor(&letters, &olena).await;
    let provider_id = add(&olena, &provider, &json!({})).await;
    let connected = connect(&ihor_here, &Browser::from(server), &provider_id, "1001").await;
    is_led_to(&connected, "/c/acme/");
    let (window, messenger) = recognised(server, &provider_id).await;
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    let off = json!({ "enabled": false });
    let changed = change(&olena, &provider, &provider_id, &off).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    window.exchange().await.is_problem(400, "ticket_invalid");
    let other = Messenger::of(server, &window);
    other.leave().await.is_problem(410, "qr_expired");
}

/// Ihor sets another password, by the letter that comes as this one.
pub(crate) async fn ihor_resets_password(letters: &Letters, letter: usize) {
    let server = &letters.server;
    let asked = json!({ "email": "ihor@acme.example", "address": "acme" });
    server.post("/api/v1/password-reset", &asked).await;
    let link = letters.wait(letter).await[letter - 1].ticket().to_owned();
    let new = "eight yellow submarines";
    let body = json!({ "ticket": link, "new": new, "confirmation": new });
    let set = server.post("/api/v1/password-reset/complete", &body).await;
    assert_eq!(set.status, 204, "{set:?}");
}

#[tokio::test]
async fn a_new_password_by_a_letter_lets_nobody_in_who_was_on_the_way() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let (_provider, provider_id) = with_ihor(&letters).await;
    let begun = Waiting::for_provider(server, &provider_id).await;
    let early = Messenger::of(server, &begun);
    let (waiting, back) = recognised(server, &provider_id).await;
    let (approved, done) = recognised(server, &provider_id).await;
    assert_eq!(done.pick(approved.number()).await.status, 204);

    // He was invited, and told of the provider.
    letters.wait(2).await;
    ihor_resets_password(&letters, 3).await;

    back.look_up().await.is_problem(401, "qr_denied");
    let late = back.pick(waiting.number()).await;
    late.is_problem(401, "qr_denied");
    for window in [&waiting, &approved] {
        assert_eq!(window.state().await, "denied");
        window.exchange().await.is_problem(401, "qr_denied");
    }
    // The provider may have been connected by whoever knew the old password.
    let refused = early.go("1001").await;
    is_refused(&refused, &early.page(), "sso_no_user");
    assert_eq!(begun.state().await, "pending");
}
