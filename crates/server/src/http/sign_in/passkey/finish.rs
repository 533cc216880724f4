//! `POST /sign-in/passkey`: a passkey for a session.

use api::{PasskeySignInRequest, Problem, SignInStep};
use axum::{extract::State, response::Response};
use crm::{Token, passkey::SignInAnswer};

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo, passkey, sign_in::step},
    state::AppState,
};

/// Signs in by a passkey
///
/// With what `navigator.credentials.get` gave, within five minutes. Sets the session cookie; no second factor is asked for. Whatever is wrong with the passkey
/// gets the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/passkey",
    tag = "sign-in",
    operation_id = "sign_in_passkey",
    request_body = PasskeySignInRequest,
    responses(
        (status = 200, description = "Signed in", body = SignInStep),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`passkey_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `method_not_allowed_here`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<PasskeySignInRequest>,
) -> Result<Response, Failure> {
    let (db, party, now) = (&state.db, passkey::party(&state)?, state.now());
    let input = SignInAnswer {
        ticket: &Token::presented(body.ticket),
        answer: &body.credential,
        keep: body.keep,
    };
    let step = crm::passkey::finish_sign_in(db, party, input, &info.trace(), now).await?;
    Ok(step::answer(step, &info, &state))
}
