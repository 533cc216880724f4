//! The page of a signed-in user, its counter, and what happens when the session has ended.

use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use super::control::Expiry;
use super::page::page;
use super::people::square;
use super::sign_in::login_path;
use super::state::{Session, Shared};
use super::visit::Visit;

const HOME: &str = include_str!("../../pages/home.html");
const EXPIRED: &str = include_str!("../../pages/expired.html");
const EXPIRED_MODAL: &str = include_str!("../../pages/expired-modal.html");

/// How long a page's question for news stays open.
const PATIENCE: Duration = Duration::from_secs(25);

pub(crate) async fn show(State(shared): State<Shared>, visit: Visit) -> Response {
    match &visit.session {
        Some(session) => signed_in(&shared, &visit, session),
        None => signed_out(&shared, &visit),
    }
}

fn signed_in(shared: &Shared, visit: &Visit, session: &Session) -> Response {
    let person = &session.person;
    let unread = shared.look(|state| state.unread(&visit.tenant, &person.user));
    let name = visit.tenant_name();
    let title = if unread.count > 0 {
        format!("({}) {name}", unread.count)
    } else {
        name
    };
    let version = unread.version.to_string();
    let values = [
        ("name", person.name.as_str()),
        ("mail", &person.mail),
        ("user", &person.user),
        ("version", &version),
    ];
    page(shared, visit, &title, HOME, &values)
}

fn signed_out(shared: &Shared, visit: &Visit) -> Response {
    let login = format!("{}?next={}", login_path(shared, visit), visit.base);
    // Whoever never had a session is not told that it ended.
    let expiry = match visit.session_id {
        Some(_) => shared.look(|state| state.expiry(&visit.tenant)),
        None => Expiry::Redirect,
    };
    let told = |code, title: &str, body| {
        let shown = page(
            shared,
            visit,
            title,
            body,
            &[("login", &login), ("title", title)],
        );
        (code, shown).into_response()
    };
    match expiry {
        Expiry::Redirect => Redirect::to(&login).into_response(),
        Expiry::Unauthorized => told(StatusCode::UNAUTHORIZED, "Unauthorized", EXPIRED),
        Expiry::PageExpired => told(page_expired(), "Page expired", EXPIRED),
        Expiry::Modal => told(StatusCode::OK, &visit.tenant_name(), EXPIRED_MODAL),
    }
}

#[derive(Deserialize)]
pub(crate) struct Since {
    version: u64,
}

/// Answers when the counter is no longer as the page knows it, or when the session has ended.
pub(crate) async fn unread(
    State(shared): State<Shared>,
    visit: Visit,
    Query(since): Query<Since>,
) -> Response {
    let Some(session) = &visit.session else {
        return ended(&shared, &visit);
    };
    let news = shared.until(|state| {
        let now = state.unread(&visit.tenant, &session.person.user);
        let alive = state.session(&session.id).is_some();
        (!alive || now.version != since.version).then_some((alive, now))
    });
    match tokio::time::timeout(PATIENCE, news).await {
        Ok((true, now)) => {
            Json(json!({ "count": now.count, "version": now.version })).into_response()
        }
        Ok((false, _)) => ended(&shared, &visit),
        Err(_) => StatusCode::NO_CONTENT.into_response(),
    }
}

fn ended(shared: &Shared, visit: &Visit) -> Response {
    let expiry = shared.look(|state| state.expiry(&visit.tenant));
    let code = match expiry {
        Expiry::PageExpired => page_expired(),
        Expiry::Redirect | Expiry::Unauthorized | Expiry::Modal => StatusCode::UNAUTHORIZED,
    };
    (code, Json(json!({ "expiry": expiry }))).into_response()
}

fn page_expired() -> StatusCode {
    StatusCode::from_u16(419).unwrap_or(StatusCode::UNAUTHORIZED)
}

/// The signed-in user's picture; another colour for each.
pub(crate) async fn avatar(visit: Visit) -> Response {
    let Some(session) = &visit.session else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, square(&session.person.mail, 64)).into_response()
}
