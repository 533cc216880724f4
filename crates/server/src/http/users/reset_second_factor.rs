//! `POST /c/{crm}/users/{id}/reset-2fa`: takes somebody's second factor away.

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

/// Takes a user's second factor away
///
/// For owner and admins, after a step-up, where `can_reset_factor` says so: not one's own, not the owner's, and not that of an account. All the user's sessions end, and they are told by mail.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/users/{id}/reset-2fa",
    tag = "staff",
    operation_id = "users_reset_second_factor",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The user's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `forbidden`, `cannot_change_own_role`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` also where there is no factor", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    crm::staff::reset_factor(db, &crm, &session, &id, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
