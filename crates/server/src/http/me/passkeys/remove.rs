//! `DELETE /c/{crm}/me/passkeys/{id}`: a passkey signs in no more.

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

/// Removes a passkey
///
/// After a step-up. Not the last way to sign in. The person is told by mail; for five minutes it can be taken back.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/me/passkeys/{id}",
    tag = "my profile",
    operation_id = "my_passkey_remove",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The passkey's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Removed"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::passkey::remove(db, &session, &id, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
