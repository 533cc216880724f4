//! `DELETE /c/{crm}/me/sessions/{id}`: ends one session.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{Caller, PathId},
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
    path = "/api/v1/c/{crm}/me/sessions/{id}",
    tag = "my profile",
    operation_id = "my_session_revoke",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The session's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_session(db, &session, &id, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
