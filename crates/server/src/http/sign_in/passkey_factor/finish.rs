//! `POST /sign-in/second-factor/passkey`: a passkey in place of a code.

use api::{PasskeyFactorRequest, Problem, SignInStep};
use axum::{extract::State, response::Response};
use crm::{Token, passkey::SecondFactorAnswer};

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo, passkey, sign_in::step},
    state::AppState,
};

/// Gives a passkey as second factor
///
/// With what `navigator.credentials.get` gave. Sets the session cookie.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/second-factor/passkey",
    tag = "sign-in",
    operation_id = "sign_in_second_factor_passkey",
    request_body = PasskeyFactorRequest,
    responses(
        (status = 200, description = "Signed in", body = SignInStep),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`passkey_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<PasskeyFactorRequest>,
) -> Result<Response, Failure> {
    let (db, party, now) = (&state.db, passkey::party(&state)?, state.now());
    let input = SecondFactorAnswer {
        ticket: &Token::presented(body.ticket),
        challenge: &Token::presented(body.challenge),
        answer: &body.credential,
    };
    let step = crm::passkey::finish_second_factor(db, party, input, &info.trace(), now).await?;
    Ok(step::answer(step, &info, &state))
}
