//! `POST /account/reopen`: a closed account is brought back.

use api::{EmailTicketRequest, Problem};
use axum::{extract::State, http::StatusCode};
use crm::Token;

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Brings a closed account back by the link of a letter
///
/// Signs nobody in.
#[utoipa::path(
    post,
    path = "/api/v1/account/reopen",
    tag = "sign-in",
    operation_id = "account_reopen",
    request_body = EmailTicketRequest,
    responses(
        (status = 204, description = "The account is back"),
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
    crm::portal::reopen_account(&state.db, &ticket, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
