//! Switches and the log over HTTP, for tests in other languages and for trying by hand.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::state::{ROOT, Shared};

/// How a tenant answers a cookie whose session has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// Sends to the login page.
    #[default]
    Redirect,
    /// A page with status 401.
    Unauthorized,
    /// A page with status 419.
    PageExpired,
    /// The page stays, with a login dialog over it.
    Modal,
}

/// Which login page a tenant sends people to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginStyle {
    /// Name and password in one form.
    #[default]
    Classic,
    /// The name first, the password on the next page.
    TwoStep,
    /// A dialog over a public page.
    Modal,
}

#[derive(Deserialize)]
struct UnreadCount {
    #[serde(default = "root")]
    tenant: String,
    user: String,
    count: u32,
}

#[derive(Deserialize)]
struct ExpireNow {
    #[serde(default = "root")]
    tenant: String,
    user: Option<String>,
}

#[derive(Deserialize)]
struct SetExpiry {
    #[serde(default = "root")]
    tenant: String,
    mode: Expiry,
}

#[derive(Deserialize)]
struct SetLogin {
    #[serde(default = "root")]
    tenant: String,
    style: LoginStyle,
}

#[derive(Deserialize)]
struct Failing {
    status: Option<u16>,
}

#[derive(Deserialize)]
struct Release {
    name: String,
}

fn root() -> String {
    ROOT.to_owned()
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/__log", get(log))
        .route("/__reset", post(reset))
        .route("/__certificate.pem", get(certificate))
        .route("/__control", get(state))
        .route("/__control/unread", post(unread))
        .route("/__control/expire", post(expire))
        .route("/__control/expiry", post(expiry))
        .route("/__control/login", post(login))
        .route("/__control/failing", post(failing))
        .route("/__control/release", post(release))
}

async fn log(State(shared): State<Shared>) -> Response {
    Json(shared.log.entries()).into_response()
}

async fn reset(State(shared): State<Shared>) -> StatusCode {
    shared.reset();
    StatusCode::NO_CONTENT
}

async fn certificate(State(shared): State<Shared>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/x-pem-file")],
        shared.authority_pem.to_string(),
    )
        .into_response()
}

async fn state(State(shared): State<Shared>) -> Response {
    let sessions: Vec<_> = shared.look(|state| {
        let shown = |s: &super::state::Session| {
            serde_json::json!({ "id": s.id, "tenant": s.tenant, "user": s.person.user })
        };
        state.sessions().map(shown).collect()
    });
    let tenants: Vec<_> = std::iter::once(ROOT)
        .chain(shared.tenants.iter().map(String::as_str))
        .collect();
    Json(serde_json::json!({ "tenants": tenants, "users": shared.users, "sessions": sessions }))
        .into_response()
}

async fn unread(State(shared): State<Shared>, Json(body): Json<UnreadCount>) -> StatusCode {
    shared.change(|state| state.set_unread(&body.tenant, &body.user, body.count));
    StatusCode::NO_CONTENT
}

async fn expire(State(shared): State<Shared>, Json(body): Json<ExpireNow>) -> StatusCode {
    shared.change(|state| state.end_sessions_of(&body.tenant, body.user.as_deref()));
    StatusCode::NO_CONTENT
}

async fn expiry(State(shared): State<Shared>, Json(body): Json<SetExpiry>) -> StatusCode {
    shared.change(|state| state.set_expiry(&body.tenant, body.mode));
    StatusCode::NO_CONTENT
}

async fn login(State(shared): State<Shared>, Json(body): Json<SetLogin>) -> StatusCode {
    shared.change(|state| state.set_login(&body.tenant, body.style));
    StatusCode::NO_CONTENT
}

async fn failing(State(shared): State<Shared>, Json(body): Json<Failing>) -> StatusCode {
    shared.change(|state| state.failing = body.status);
    StatusCode::NO_CONTENT
}

async fn release(State(shared): State<Shared>, Json(body): Json<Release>) -> StatusCode {
    shared.change(|state| state.released.insert(body.name));
    StatusCode::NO_CONTENT
}
