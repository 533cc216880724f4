//! `POST /portal/sessions/revoke-all`: signs out everywhere.

use api::Problem;
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Holder, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Signs out everywhere
///
/// This session ends, too. No device is trusted any more.
#[utoipa::path(
    post,
    path = "/api/v1/portal/sessions/revoke-all",
    tag = "portal",
    operation_id = "portal_sessions_revoke_all",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "Signed out; the cookie is cleared"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<impl IntoResponse, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_all_sessions(db, &session, &info.trace(), now).await?;
    Ok((StatusCode::NO_CONTENT, Jar::Portal.clear(&state.base)))
}
