//! `DELETE /c/{crm}/api-keys/{id}`: a key is taken back.

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

/// Takes a key back
///
/// For owner and admins. It opens nothing any more, from now on and for good.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/api-keys/{id}",
    tag = "settings",
    operation_id = "api_key_revoke",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The key's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (trace, now) = (&info.trace(), state.now());
    crm::revoke_key(&state.db, &crm, &session, &id, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
