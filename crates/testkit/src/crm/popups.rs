//! What opens in pop-up windows.

use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::page::page;
use super::sign_in::Credentials;
use super::state::Shared;
use super::visit::Visit;

const CHILD: &str = include_str!("../../pages/popup-child.html");
const SIGN_IN: &str = include_str!("../../pages/popup-sign-in.html");
const DONE: &str = include_str!("../../pages/popup-done.html");

/// Talks to its opener and closes itself when it has an answer.
pub(crate) async fn child(State(shared): State<Shared>, visit: Visit) -> Response {
    let user = visit
        .session
        .as_ref()
        .map_or("nobody", |session| &session.person.user);
    page(&shared, &visit, "Child", CHILD, &[("user", user)])
}

pub(crate) async fn show_sign_in(State(shared): State<Shared>, visit: Visit) -> Response {
    page(&shared, &visit, "Sign in in a pop-up", SIGN_IN, &[])
}

/// Signs in, tells the opener and closes itself.
pub(crate) async fn sign_in(
    State(shared): State<Shared>,
    visit: Visit,
    Form(typed): Form<Credentials>,
) -> Response {
    let Some(person) = shared.person(&visit.tenant, &typed.username, &typed.password) else {
        let shown = page(
            &shared,
            &visit,
            "Sign in",
            SIGN_IN,
            &[("message", "Wrong password.")],
        );
        return (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response();
    };
    let persistent = typed.remember.is_some();
    let user = person.user.clone();
    let session = shared.sign_in(&visit.tenant, person, persistent);
    let cookie = [(header::SET_COOKIE, visit.cookie_for(&session, persistent))];
    (
        cookie,
        page(&shared, &visit, "Signed in", DONE, &[("user", &user)]),
    )
        .into_response()
}
