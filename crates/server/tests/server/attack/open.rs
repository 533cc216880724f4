//! What anybody may call. A route that isn't here answers nobody who isn't signed in.

use crate::routes::Route;

/// One of them.
pub(super) struct Open {
    route: &'static str,
    /// What it answers somebody who has none of the tickets and cookies that it takes.
    pub(super) status: u16,
    pub(super) why: &'static str,
}

const fn open(route: &'static str, status: u16, why: &'static str) -> Open {
    Open { route, status, why }
}

const TICKET: &str = "whoever has the ticket of a letter or link is let on by that alone";
const SIGN_IN: &str = "it's a way to sign in, and gives nothing without a proof";
const SIGNED: &str = "another server calls it, and signs what it says";
const TOLD: &str = "sign-in pages and programs have to know it before anybody is signed in";
const ALIKE: &str =
    "whoever has forgotten a password or isn't there yet can't sign in; all are answered alike";

/// Each with its reason.
const OPEN: [Open; 37] = [
    open("GET /.well-known/crm-desktop.json", 200, TOLD),
    open("POST /api/v1/account-link/undo", 400, TICKET),
    open("POST /api/v1/account/reopen", 400, TICKET),
    open("POST /api/v1/c/{crm}/enter", 400, TICKET),
    open("POST /api/v1/email/confirm", 400, TICKET),
    open("POST /api/v1/email/undo", 400, TICKET),
    open("POST /api/v1/invitations/accept", 422, TICKET),
    open("POST /api/v1/invitations/look-up", 422, TICKET),
    open("POST /api/v1/operator/payments", 401, SIGNED),
    open("POST /api/v1/password-reset", 202, ALIKE),
    open("POST /api/v1/password-reset/complete", 400, TICKET),
    open(
        "POST /api/v1/setup",
        404,
        "it's over once there is an operator",
    ),
    open("POST /api/v1/sign-in", 401, SIGN_IN),
    open("GET /api/v1/sign-in/hand-off/{id}", 200, TOLD),
    open("POST /api/v1/sign-in/hand-off/{id}/approve", 400, SIGN_IN),
    open("POST /api/v1/sign-in/hand-off/{id}/deny", 400, SIGN_IN),
    open("POST /api/v1/sign-in/hand-off/{id}/look-up", 400, SIGN_IN),
    open("POST /api/v1/sign-in/hand-off/{id}/start", 200, SIGN_IN),
    open("POST /api/v1/sign-in/passkey", 400, SIGN_IN),
    open("POST /api/v1/sign-in/passkey/start", 200, SIGN_IN),
    open("POST /api/v1/sign-in/qr", 200, SIGN_IN),
    open("GET /api/v1/sign-in/qr/{id}", 400, SIGN_IN),
    open("POST /api/v1/sign-in/qr/{id}/exchange", 400, SIGN_IN),
    open("GET /api/v1/sign-in/resolve", 200, TOLD),
    open("POST /api/v1/sign-in/second-factor", 400, SIGN_IN),
    open("POST /api/v1/sign-in/second-factor/passkey", 400, SIGN_IN),
    open(
        "POST /api/v1/sign-in/second-factor/passkey/start",
        400,
        SIGN_IN,
    ),
    open("GET /api/v1/sign-in/sso", 200, TOLD),
    open("POST /api/v1/sign-in/sso/{provider}/hand-off", 200, SIGN_IN),
    open("POST /api/v1/sign-in/sso/{provider}/start", 200, SIGN_IN),
    open(
        "GET /api/v1/sign-in/tickets/current",
        204,
        "there is no list",
    ),
    open(
        "DELETE /api/v1/sign-in/tickets/current",
        204,
        "there is no list to give back",
    ),
    open("POST /api/v1/sign-in/tickets/current/open", 400, SIGN_IN),
    open("GET /api/v1/sign-up", 200, TOLD),
    open("POST /api/v1/sign-up", 202, ALIKE),
    open("POST /api/v1/sign-up/confirm", 400, TICKET),
    open("POST /sso/backchannel/{provider}", 400, SIGNED),
];

/// What a route that anybody may call is open for.
pub(super) fn of(route: &Route) -> Option<&'static Open> {
    let name = route.to_string();
    OPEN.iter().find(|open| open.route == name)
}

/// Fails where a route is listed that there is no more.
#[track_caller]
pub(super) fn all_are_there(routes: &[Route]) {
    for open in &OPEN {
        let is_there = routes.iter().any(|route| route.to_string() == open.route);
        assert!(is_there, "{} is no route any more", open.route);
    }
}
