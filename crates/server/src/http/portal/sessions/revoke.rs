//! `DELETE /portal/sessions/{id}`: ends one session.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{Holder, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Ends one session
///
/// Also the one that asks. A device that was trusted isn't any more.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/sessions/{id}",
    tag = "portal",
    operation_id = "portal_session_revoke",
    params(("id" = String, Path, description = "The session's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_session(db, &session, &id, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
