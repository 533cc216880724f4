//! `POST /email/undo`: the link to the old address.

use api::{EmailTicketRequest, Problem};
use axum::{extract::State, http::StatusCode};
use crm::Token;

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Takes a change of e-mail address back by the link of a letter
///
/// Ends all sessions of the person and signs nobody in. Links of other letters about the address stop working.
#[utoipa::path(
    post,
    path = "/api/v1/email/undo",
    tag = "sign-in",
    operation_id = "email_undo",
    request_body = EmailTicketRequest,
    responses(
        (status = 204, description = "The old address is back"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`email_taken` meanwhile", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<EmailTicketRequest>,
) -> Result<StatusCode, Failure> {
    let ticket = Token::presented(body.ticket);
    crm::undo_email_change(&state.db, &ticket, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
