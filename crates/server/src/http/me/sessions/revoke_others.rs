//! `POST /c/{crm}/me/sessions/revoke-others`: ends all other sessions.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{extract::Caller, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Ends every other session
///
/// No other device is trusted any more.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/sessions/revoke-others",
    tag = "my profile",
    operation_id = "my_sessions_revoke_others",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::revoke_other_sessions(db, &session, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
