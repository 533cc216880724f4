//! `POST /account-link/undo`: the link in the letters about a connection with an account.

use api::{EmailTicketRequest, Problem};
use axum::{extract::State, http::StatusCode};
use crm::Token;

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Takes the connection of a user with an account back by the link of a letter
///
/// The account's password lets the user in no more, and what was set since then is gone. Ends all sessions of the
/// user and signs nobody in.
#[utoipa::path(
    post,
    path = "/api/v1/account-link/undo",
    tag = "sign-in",
    operation_id = "account_link_undo",
    request_body = EmailTicketRequest,
    responses(
        (status = 204, description = "The connection is taken back"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<EmailTicketRequest>,
) -> Result<StatusCode, Failure> {
    let ticket = Token::presented(body.ticket);
    crm::undo_account_link(&state.db, &ticket, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
