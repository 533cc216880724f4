//! `DELETE /c/{crm}/users/{id}`: somebody is deleted for good.

use api::Problem;
use axum::{extract::State, http::StatusCode};
use crm::staff;

use crate::{
    http::{
        extract::{Caller, IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Deletes a user for good
///
/// For owner and admins, after a step-up, with `If-Match`; nobody themselves, and not the owner. Sessions, password, second
/// factor, passkeys, name, address and photo are removed; what the user has done stays, as a former user's. Their username
/// stays taken.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/users/{id}",
    tag = "staff",
    operation_id = "users_delete",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The user's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `forbidden`, `cannot_change_own_role`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Failure> {
    let (at, trace, now) = ((id.as_str(), version), &info.trace(), state.now());
    staff::delete(&state.db, &crm, &session, at, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
