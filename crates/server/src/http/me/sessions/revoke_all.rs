//! `POST /c/{crm}/me/sessions/revoke-all`: signs out everywhere.

use api::Problem;
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Caller, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Signs out everywhere
///
/// This session ends, too. No device is trusted any more.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/sessions/revoke-all",
    tag = "my profile",
    operation_id = "my_sessions_revoke_all",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Signed out; the cookie is cleared"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
) -> Result<impl IntoResponse, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_all_sessions(db, &session, &info.trace(), now).await?;
    Ok((StatusCode::NO_CONTENT, Jar::Crm(&crm).clear(&state.base)))
}
