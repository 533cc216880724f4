//! `POST /portal/sessions/revoke-others`: ends all other sessions.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{extract::Holder, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Ends every other session
///
/// No other device is trusted any more.
#[utoipa::path(
    post,
    path = "/api/v1/portal/sessions/revoke-others",
    tag = "portal",
    operation_id = "portal_sessions_revoke_others",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_other_sessions(db, &session, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
