//! Login pages in three shapes, and sign-out as careful programs do it: by a form with a token.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::control::LoginStyle;
use super::log::Event;
use super::page::page;
use super::state::Shared;
use super::visit::Visit;

const CLASSIC: &str = include_str!("../../pages/login.html");
const TWO_STEP: &str = include_str!("../../pages/login-two-step.html");
const SECOND_STEP: &str = include_str!("../../pages/login-second-step.html");
const MODAL: &str = include_str!("../../pages/login-modal.html");

#[derive(Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) remember: Option<String>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct NameOnly {
    username: String,
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Leaving {
    csrf: String,
}

pub(crate) async fn show(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Next>,
) -> Response {
    form(&shared, &visit, CLASSIC, asked.next.as_deref(), "", "")
}

pub(crate) async fn show_two_step(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Next>,
) -> Response {
    form(&shared, &visit, TWO_STEP, asked.next.as_deref(), "", "")
}

pub(crate) async fn show_modal(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Next>,
) -> Response {
    form(&shared, &visit, MODAL, asked.next.as_deref(), "", "")
}

pub(crate) async fn submit_name(
    State(shared): State<Shared>,
    visit: Visit,
    Form(typed): Form<NameOnly>,
) -> Response {
    form(
        &shared,
        &visit,
        SECOND_STEP,
        typed.next.as_deref(),
        &typed.username,
        "",
    )
}

pub(crate) async fn submit(
    State(shared): State<Shared>,
    visit: Visit,
    Form(typed): Form<Credentials>,
) -> Response {
    let Some(person) = shared.person(&visit.tenant, &typed.username, &typed.password) else {
        let message = "Wrong user name or password.";
        let shown = form(
            &shared,
            &visit,
            CLASSIC,
            typed.next.as_deref(),
            &typed.username,
            message,
        );
        return (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response();
    };
    let persistent = typed.remember.is_some();
    let session = shared.sign_in(&visit.tenant, person, persistent);
    let cookie = [(header::SET_COOKIE, visit.cookie_for(&session, persistent))];
    let next = local(typed.next.as_deref()).unwrap_or(&visit.base);
    (cookie, Redirect::to(next)).into_response()
}

pub(crate) async fn leave(
    State(shared): State<Shared>,
    visit: Visit,
    Form(typed): Form<Leaving>,
) -> Response {
    if shared.look(|state| state.holds_sign_outs) {
        shared
            .until(|state| state.released.contains("sign-out").then_some(()))
            .await;
    }
    if let Some(session) = &visit.session {
        if session.csrf != typed.csrf {
            return (StatusCode::FORBIDDEN, "Wrong token").into_response();
        }
        shared.change(|state| state.end_session(&session.id));
        shared.log.add(visit.who(), Event::SignedOut);
    }
    let cookie = [(header::SET_COOKIE, visit.cookie_of_nobody())];
    (cookie, Redirect::to(&login_path(&shared, &visit))).into_response()
}

/// Where the tenant's login page is.
pub(crate) fn login_path(shared: &Shared, visit: &Visit) -> String {
    let style = shared.look(|state| state.login(&visit.tenant));
    let rest = match style {
        LoginStyle::Classic => "login",
        LoginStyle::TwoStep => "login/two-step",
        LoginStyle::Modal => "login/modal",
    };
    format!("{}{rest}", visit.base)
}

fn form(
    shared: &Shared,
    visit: &Visit,
    body: &str,
    next: Option<&str>,
    username: &str,
    message: &str,
) -> Response {
    let next = local(next).unwrap_or(&visit.base);
    let title = format!("Sign in · {}", visit.tenant_name());
    let values = [("next", next), ("username", username), ("message", message)];
    page(shared, visit, &title, body, &values)
}

/// An address on this server, never another site's.
fn local(next: Option<&str>) -> Option<&str> {
    next.filter(|path| path.starts_with('/') && !path.starts_with("//"))
}
