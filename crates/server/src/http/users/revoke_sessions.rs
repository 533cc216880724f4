//! `POST /c/{crm}/users/{id}/revoke-sessions`: ends somebody's sessions.

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

/// Ends every session of a user
///
/// For owner and admins, after a step-up; not one's own, and not the owner's. No device of the user is trusted any more.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/users/{id}/revoke-sessions",
    tag = "staff",
    operation_id = "users_revoke_sessions",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The user's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `forbidden`, `cannot_change_own_role`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    crm::staff::revoke_sessions(db, &crm, &session, &id, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
