//! `PATCH /c/{crm}/users/{id}`: another role, or whether somebody may sign in.

use api::{PatchUserRequest, Problem, User, UserStatus};
use axum::{extract::State, response::IntoResponse};
use crm::{FieldFault, staff};

use crate::{
    http::{
        extract::{ApiJson, Caller, IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Changes somebody's role or right to sign in
///
/// For owner and admins, with `If-Match`; nobody's own, and not the owner's. Deactivating ends all sessions.
#[utoipa::path(
    patch,
    path = "/api/v1/c/{crm}/users/{id}",
    tag = "staff",
    operation_id = "users_patch",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The user's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = PatchUserRequest,
    responses(
        (status = 200, description = "Changed", body = User),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required` for admins, `forbidden`, `cannot_change_own_role`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
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
    ApiJson(body): ApiJson<PatchUserRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let at = (id.as_str(), version);
    let row = match (body.role, body.status) {
        (Some(role), None) => {
            let role = view::role_name(role);
            staff::change_role(db, &crm, &session, at, role, trace, now).await?
        }
        (None, Some(UserStatus::Active)) => {
            staff::reactivate(db, &crm, &session, at, trace, now).await?
        }
        (None, Some(UserStatus::Deactivated)) => {
            staff::deactivate(db, &crm, &session, at, trace, now).await?
        }
        // One change has one version: several at once are several requests.
        (role, _) => {
            let pointer = if role.is_some() { "" } else { "/status" };
            return Err(Failure::field(pointer.to_owned(), FieldFault::Invalid));
        }
    };
    Ok(versioned(row.version, view::user(&crm, row)))
}
