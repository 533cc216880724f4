//! `POST /sign-in/second-factor/passkey/start`: asking for a passkey in place of a code.

use api::{PasskeyChallenge, Problem, StartPasskeyFactorRequest};
use axum::{extract::State, response::Response};
use crm::Token;

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo, passkey},
    state::AppState,
};

/// Begins to give a passkey as second factor
///
/// With the ticket of `next: second_factor`. The answer goes to `navigator.credentials.get` in this very browser.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/second-factor/passkey/start",
    tag = "sign-in",
    operation_id = "sign_in_second_factor_passkey_start",
    request_body = StartPasskeyFactorRequest,
    responses(
        (status = 200, description = "What to ask for", body = PasskeyChallenge),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` without a passkey", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<StartPasskeyFactorRequest>,
) -> Result<Response, Failure> {
    let (db, party, now) = (&state.db, passkey::party(&state)?, state.now());
    let (ticket, trace) = (Token::presented(body.ticket), info.trace());
    let asked = crm::passkey::start_second_factor(db, party, &ticket, &trace, now).await?;
    Ok(passkey::challenge(asked, &info, &state))
}
