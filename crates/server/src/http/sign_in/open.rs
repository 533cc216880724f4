//! `POST /sign-in/tickets/current/open`: one of what the password opens.

use api::{ErrorCode, OpenChoiceRequest, Problem, SignInStep};
use axum::{extract::State, http::HeaderMap, response::Response};

use super::step;
use crate::{
    http::{cookie::Jar, extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Opens one of the list
///
/// Each once. Sets the session cookie of the CRM or the portal, or asks for a code.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/tickets/current/open",
    tag = "sign-in",
    operation_id = "sign_in_open",
    request_body = OpenChoiceRequest,
    responses(
        (status = 200, description = "Signed in, or a code is asked for", body = SignInStep),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    ApiJson(body): ApiJson<OpenChoiceRequest>,
) -> Result<Response, Failure> {
    let ticket = Jar::Selection.token(&headers, &state.base);
    let ticket = ticket.ok_or(ErrorCode::TicketInvalid)?;
    let trace = info.trace();
    let step = crm::open_selected(&state.db, &ticket, &body.choice, &trace, state.now()).await?;
    Ok(step::answer(step, &info, &state))
}
