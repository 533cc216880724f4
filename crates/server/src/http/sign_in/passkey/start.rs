//! `POST /sign-in/passkey/start`: asking for a passkey.

use api::{PasskeyChallenge, Problem, StartPasskeySignInRequest};
use axum::{extract::State, response::Response};

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo, passkey, sign_in::resolve},
    state::AppState,
};

/// Begins a sign-in by a passkey
///
/// The answer goes to `navigator.credentials.get` in this very browser, and says nothing about who has a passkey.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/passkey/start",
    tag = "sign-in",
    operation_id = "sign_in_passkey_start",
    request_body = StartPasskeySignInRequest,
    responses(
        (status = 200, description = "What to ask for", body = PasskeyChallenge),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<StartPasskeySignInRequest>,
) -> Result<Response, Failure> {
    let (party, now) = (passkey::party(&state)?, state.now());
    let crm = match &body.address {
        Some(address) => Some(resolve::named(&state, &info, address).await?),
        None => None,
    };
    let trace = info.trace();
    let asked = crm::passkey::start_sign_in(&state.db, party, crm.as_ref(), &trace, now).await?;
    Ok(passkey::challenge(asked, &info, &state))
}
