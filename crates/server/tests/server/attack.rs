//! Every operation that is described, attacked: from another CRM, from another account, by nobody, from another site,
//! and by those whose role doesn't allow it. Whoever adds a route finds it here.

mod body;
mod call;
mod open;
mod stage;
mod things;

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use self::{
    call::{Call, Pass, page, program, told},
    stage::{Seen, Side, Stage},
};
use crate::{
    harness::{Answer, Server},
    routes::Route,
    visitor::Visitor,
};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);
const CRM: &str = "/api/v1/c/";
const PORTAL: &str = "/api/v1/portal/";
const OPERATOR: &str = "/api/v1/operator/";

/// Those under a path.
async fn routes(server: &Server, begin: &str) -> Vec<Route> {
    let mut routes = Route::all(server).await;
    routes.retain(|route| route.path.starts_with(begin));
    routes
}

/// Calls by which somebody reaches for the things of another, each with one that is about nothing.
fn reaching<'a>(route: &'a Route, own: &Side<'_>, others: &Side<'_>) -> Vec<(Call<'a>, Call<'a>)> {
    let (theirs, nothing) = (&others.things, &others.things.never());
    let straight = |things| Call::new(route, own.slug, things);
    let below = |things| Call::below(route, own.slug, &own.things, things);
    let mut reaching = vec![
        (straight(theirs), straight(nothing)),
        (below(theirs), below(nothing)),
    ];
    reaching.dedup_by(|(below, _), (straight, _)| below.is_like(straight));
    reaching.retain(|(theirs, nothing)| !theirs.is_like(nothing));
    reaching
}

/// Whoever scans the code of a screen that waits at another CRM is told just that: it's nobody's thing, and they
/// stand before it.
fn is_at_a_screen(route: &Route) -> bool {
    route.path.contains("/qr")
}

#[track_caller]
fn is_as_if_it_never_was(route: &Route, answer: &Answer, of_nothing: &Answer) {
    assert!(
        answer.status.is_client_error(),
        "{route} is open: {answer:?}"
    );
    if is_at_a_screen(route) && answer.status == 403 {
        answer.is_problem(403, "qr_wrong_crm");
    } else {
        assert_eq!(
            told(answer),
            told(of_nothing),
            "{route} tells what there is elsewhere"
        );
    }
}

/// The other way round: to whom they belong they aren't nothing, and what is sent is as it should be. It's changed
/// before it's deleted.
async fn are_there_for_their_own(server: &Server, own: &Side<'_>, mut routes: Vec<Route>) {
    let order = [Method::GET, Method::PATCH, Method::PUT, Method::POST];
    routes.sort_by_key(|route| {
        order
            .iter()
            .position(|method| *method == route.method)
            .unwrap_or(order.len())
    });
    let nothing = own.things.never();
    let mut called = 0;
    for route in &routes {
        let [call, about_nothing] =
            [&own.things, &nothing].map(|things| Call::new(route, own.slug, things));
        if call.is_like(&about_nothing) {
            continue;
        }
        let of_nothing = about_nothing.send(server, &own.page(route)).await;
        let answer = call.send(server, &own.page(route)).await;
        assert_ne!(
            told(&answer),
            told(&of_nothing),
            "{route} isn't attacked: `stage.rs` has nothing for it, or `body.rs` says something wrong"
        );
        called += 1;
    }
    assert!(called > 15, "{called}");
}

/// Says by which route something changed.
#[track_caller]
fn is_unchanged(after: &Seen, before: &Seen) {
    assert_eq!(after.len(), before.len());
    for (after, before) in after.iter().zip(before) {
        assert_eq!(after, before);
    }
}

/// Somebody's cookies of one CRM under the names that another CRM's have.
fn forged(from: &Visitor<'_>, to: &Visitor<'_>) -> Pass {
    let of_a_crm = |cookies: String| {
        let mut pairs = cookies.split("; ").map(ToOwned::to_owned);
        let found = pairs.find(|pair| pair.starts_with("s_") && !pair.starts_with("s_portal"));
        let found = found.expect("a session");
        let (name, token) = found.split_once('=').expect("a cookie");
        (name.to_owned(), token.to_owned())
    };
    let ((_, token), (name, _)) = (of_a_crm(from.cookies()), of_a_crm(to.cookies()));
    let mut pass = page(from);
    pass.retain(|(name, _)| *name != "cookie");
    pass.push(("cookie", format!("{name}={token}")));
    pass
}

#[tokio::test]
async fn no_id_of_another_crm_opens_anything() {
    let stage = Stage::set().await;
    let server = stage.server();
    let (acme, berry) = (stage.acme().await, stage.berry().await);
    let routes = routes(server, CRM).await;
    let before = acme.seen(server, &routes).await;
    for route in &routes {
        // At their own CRM, with another's ids.
        for who in [page(&berry.owner), page(&berry.staff), program(&berry.key)] {
            for (call, of_nothing) in reaching(route, &berry, &acme) {
                let of_nothing = of_nothing.send(server, &who).await;
                let answer = call.send(server, &who).await;
                is_as_if_it_never_was(route, &answer, &of_nothing);
            }
        }
        // At the other CRM.
        if open::of(route).is_some() {
            continue;
        }
        let call = Call::new(route, acme.slug, &acme.things);
        for who in [
            page(&berry.owner),
            page(&berry.holder),
            forged(&berry.owner, &acme.owner),
            program(&berry.key),
        ] {
            let answer = call.send(server, &who).await;
            assert_eq!(answer.status, 401, "{route}: {answer:?}");
            answer.is_problem(401, "unauthenticated");
        }
    }
    is_unchanged(&acme.seen(server, &routes).await, &before);
    are_there_for_their_own(server, &acme, routes).await;
}

#[tokio::test]
async fn no_id_of_another_account_opens_anything() {
    let stage = Stage::set().await;
    let server = stage.server();
    let (acme, berry) = (stage.acme().await, stage.berry().await);
    let routes = routes(server, PORTAL).await;
    let before = acme.seen(server, &routes).await;
    let who = page(&berry.holder);
    for route in &routes {
        for (call, of_nothing) in reaching(route, &berry, &acme) {
            let of_nothing = of_nothing.send(server, &who).await;
            let answer = call.send(server, &who).await;
            is_as_if_it_never_was(route, &answer, &of_nothing);
        }
    }
    // An account goes to the operator's provider and to no CRM's.
    let provider = acme.things.id("/api/v1/c/{crm}/sso-providers/{id}", "id");
    for path in ["/portal/identity-links", "/portal/step-up/sso"] {
        let answer = berry
            .holder
            .post(path, &json!({ "provider_id": provider }))
            .await;
        answer.is_problem(404, "not_found");
    }
    is_unchanged(&acme.seen(server, &routes).await, &before);
    are_there_for_their_own(server, &acme, routes).await;
}

#[tokio::test]
async fn nobody_gets_anything_but_what_is_open_to_all() {
    let stage = Stage::set().await;
    let server = stage.server();
    let acme = stage.acme().await;
    let routes = Route::all(server).await;
    open::all_are_there(&routes);
    let nobody = Pass::new();
    for route in &routes {
        let answer = Call::new(route, acme.slug, &acme.things)
            .send(server, &nobody)
            .await;
        if let Some(open) = open::of(route) {
            let why = open.why;
            assert_eq!(answer.status, open.status, "{route}: {why}: {answer:?}");
        } else {
            assert_eq!(
                answer.status, 401,
                "{route} is open: close it, or add it to `open.rs` with a reason: {answer:?}"
            );
            answer.is_problem(401, "unauthenticated");
        }
    }
}

#[tokio::test]
async fn no_page_of_another_site_does_anything() {
    let stage = Stage::set().await;
    let server = stage.server();
    let acme = stage.acme().await;
    let routes = Route::all(server).await;
    let before = acme.seen(server, &routes).await;
    for route in routes.iter().filter(|route| route.is_unsafe()) {
        let call = Call::new(route, acme.slug, &acme.things);
        let with = |name: &'static str, value: Option<(&'static str, &str)>| {
            let mut who = acme.page(route);
            who.retain(|(header, _)| *header != name);
            who.extend(value.map(|(header, value)| (header, value.to_owned())));
            who
        };
        let site = "sec-fetch-site";
        for who in [
            with(site, Some(("origin", "https://evil.example"))),
            with(site, Some(("origin", "null"))),
            with(site, Some((site, "cross-site"))),
            with(site, Some((site, "same-site"))),
        ] {
            let answer = call.send(server, &who).await;
            assert_eq!(answer.status, 403, "{route}: {answer:?}");
            answer.is_problem(403, "origin_refused");
        }
        // What is open to all acts for nobody who is signed in.
        if open::of(route).is_some() {
            continue;
        }
        let csrf = "x-csrf-token";
        for (who, code) in [
            (with(csrf, None), "csrf_failed"),
            (with(csrf, Some((csrf, "AAAA"))), "csrf_failed"),
            (with(site, None), "origin_refused"),
        ] {
            let answer = call.send(server, &who).await;
            assert_eq!(answer.status, 403, "{route}: {answer:?}");
            answer.is_problem(403, code);
        }
    }
    is_unchanged(&acme.seen(server, &routes).await, &before);
}

#[tokio::test]
async fn nobody_but_the_operator_runs_the_server() {
    let stage = Stage::set().await;
    let server = stage.server();
    let (acme, berry) = (stage.acme().await, stage.berry().await);
    for route in routes(server, OPERATOR).await {
        if open::of(&route).is_some() {
            continue;
        }
        let call = Call::new(&route, acme.slug, &acme.things);
        for (who, status, code) in [
            // Another owner's account, and the operator in their own CRM.
            (page(&berry.holder), 403, "forbidden"),
            (page(&acme.owner), 401, "unauthenticated"),
            (program(&acme.key), 401, "unauthenticated"),
        ] {
            let answer = call.send(server, &who).await;
            assert_eq!(answer.status, status, "{route}: {answer:?}");
            answer.is_problem(status, code);
        }
    }
}

/// Whether everybody in a CRM may call it: to look around, and to keep what is their own.
fn is_for_all(route: &Route) -> bool {
    let path = route.path.trim_start_matches("/api/v1/c/{crm}/");
    let own = [
        "devices",
        "me/",
        "notifications",
        "photos/",
        "qr",
        "session",
        "sign-out",
        "stream",
        "unread",
    ];
    own.iter().any(|begin| path.starts_with(begin)) || ["me", "users"].contains(&path)
}

/// What is named belongs to nobody in the CRM more than to others: a provider, a screen that waits, or a photo, which
/// everybody there sees.
fn is_of_the_whole_crm(route: &Route) -> bool {
    let of_a_provider = ["/me/identity-links", "/me/step-up/sso"];
    let is_photo = route.path.contains("/photos/");
    is_photo || is_at_a_screen(route) || of_a_provider.iter().any(|end| route.path.ends_with(end))
}

#[tokio::test]
async fn a_viewer_manages_nothing_and_keeps_nothing_of_others() {
    let stage = Stage::set().await;
    let server = stage.server();
    let acme = stage.acme().await;
    let routes = routes(server, CRM).await;
    let before = acme.seen(server, &routes).await;
    let who = page(&acme.viewer);
    for route in routes.iter().filter(|route| open::of(route).is_none()) {
        let call = Call::new(route, acme.slug, &acme.things);
        let about_nothing = Call::new(route, acme.slug, &acme.things.never());
        if !is_for_all(route) {
            let answer = call.send(server, &who).await;
            assert_eq!(answer.status, 403, "{route}: {answer:?}");
            let code = answer.json()["code"].clone();
            assert!(
                code == "forbidden" || code == "not_owner",
                "{route}: {answer:?}"
            );
        } else if !is_of_the_whole_crm(route) && !call.is_like(&about_nothing) {
            let of_nothing = about_nothing.send(server, &who).await;
            let answer = call.send(server, &who).await;
            is_as_if_it_never_was(route, &answer, &of_nothing);
        }
    }
    is_unchanged(&acme.seen(server, &routes).await, &before);
}
