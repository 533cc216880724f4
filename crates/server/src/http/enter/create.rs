//! `POST /c/{crm}/enter`: a ticket for a session.

use api::{EnterRequest, Problem, SignInStep};
use axum::{extract::State, response::Response};
use crm::Token;

use crate::{
    http::{
        extract::{ApiJson, PathCrm},
        failure::Failure,
        observe::RequestInfo,
        sign_in::step,
    },
    state::AppState,
};

/// Exchanges an enter ticket for a session
///
/// A ticket is good once, for a minute, and for one CRM. Sets the session cookie, or asks for a code.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/enter",
    tag = "sign-in",
    operation_id = "enter",
    params(("crm" = String, Path, description = "The CRM's slug")),
    request_body = EnterRequest,
    responses(
        (status = 200, description = "Signed in, or a code is asked for", body = SignInStep),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathCrm(crm): PathCrm,
    ApiJson(body): ApiJson<EnterRequest>,
) -> Result<Response, Failure> {
    let ticket = Token::presented(body.ticket);
    let next = crm::enter(&state.db, &crm, &ticket, &info.trace(), state.now()).await?;
    Ok(step::answer(next, &info, &state))
}
