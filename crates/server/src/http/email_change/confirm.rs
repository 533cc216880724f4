//! `POST /email/confirm`: the link to the new address.

use api::{EmailTicketRequest, Problem};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use crm::Token;

use crate::{
    http::{cookie::session_tokens, extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Confirms a new e-mail address by the link of a letter
///
/// The browser must be signed in as the person who asked for it, where they did; without, the link stays good. Signs
/// nobody in.
#[utoipa::path(
    post,
    path = "/api/v1/email/confirm",
    tag = "sign-in",
    operation_id = "email_confirm",
    request_body = EmailTicketRequest,
    responses(
        (status = 204, description = "The address is changed"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`: the person isn't signed in here", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`email_taken` meanwhile", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    ApiJson(body): ApiJson<EmailTicketRequest>,
) -> Result<StatusCode, Failure> {
    let ticket = Token::presented(body.ticket);
    let sessions = session_tokens(&headers, &state.base);
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    crm::confirm_email_change(db, &ticket, &sessions, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
