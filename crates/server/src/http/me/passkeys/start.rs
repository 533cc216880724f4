//! `POST /c/{crm}/me/passkeys/start`: what a new passkey is made of.

use api::{PasskeyChallenge, Problem};
use axum::{extract::State, response::Response};

use crate::{
    http::{extract::Caller, failure::Failure, observe::RequestInfo, passkey},
    state::AppState,
};

/// Begins to add a passkey
///
/// After a step-up. The answer goes to `navigator.credentials.create` in this very browser.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/passkeys/start",
    tag = "my profile",
    operation_id = "my_passkey_start",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "What to make", body = PasskeyChallenge),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`passkey_limit_reached`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
) -> Result<Response, Failure> {
    let (party, trace, now) = (passkey::party(&state)?, info.trace(), state.now());
    let asked = crm::passkey::start_registration(&state.db, party, &session, &trace, now).await?;
    Ok(passkey::challenge(asked, &info, &state))
}
