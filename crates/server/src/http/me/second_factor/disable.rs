//! `DELETE /c/{crm}/me/2fa`: turns the second factor off.

use api::Problem;
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Caller, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Turns the second factor off
///
/// After a step-up, which takes a code of the factor itself. Ends every other session of the person; this one gets a new cookie.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/me/2fa",
    tag = "my profile",
    operation_id = "my_second_factor_disable",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Off"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
) -> Result<impl IntoResponse, Failure> {
    let renewed = crm::disable_factor(&state.db, &session, &info.trace(), state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Crm(&crm).set(&renewed, &state.base),
    ))
}
