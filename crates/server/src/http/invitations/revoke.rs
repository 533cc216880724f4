//! `DELETE /c/{crm}/invitations/{id}`: it works no more.

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

/// Takes an invitation back
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/invitations/{id}",
    tag = "staff",
    operation_id = "invitation_revoke",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The invitation's id"),
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
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    crm::staff::revoke(db, &crm, &session, &id, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
