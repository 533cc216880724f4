//! `DELETE /c/{crm}/devices/current`: a desktop client's token is taken back.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{failure::Failure, observe::RequestInfo, registrant::Registrant},
    state::AppState,
};

/// Takes the desktop client's token back
///
/// By the token itself, or by the session that it's registered at, which then needs the `X-CSRF-Token` header. The session
/// stays.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/devices/current",
    tag = "desktop",
    operation_id = "device_revoke",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a token")),
    security((), ("device_token" = [])),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` where none is registered", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Registrant { session, .. }: Registrant,
) -> Result<StatusCode, Failure> {
    crm::revoke_device(&state.db, &session, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
