//! `POST /portal/step-up/passkey/start`: asking for a passkey.

use api::{PasskeyChallenge, Problem};
use axum::{extract::State, response::Response};

use crate::{
    http::{extract::Holder, failure::Failure, observe::RequestInfo, passkey},
    state::AppState,
};

/// Begins to prove who one is by a passkey
///
/// The answer goes to `navigator.credentials.get` in this very browser.
#[utoipa::path(
    post,
    path = "/api/v1/portal/step-up/passkey/start",
    tag = "portal",
    operation_id = "portal_step_up_passkey_start",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "What to ask for", body = PasskeyChallenge),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` without a passkey", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<Response, Failure> {
    let (party, trace, now) = (passkey::party(&state)?, info.trace(), state.now());
    let asked = crm::passkey::start_step_up(&state.db, party, &session, &trace, now).await?;
    Ok(passkey::challenge(asked, &info, &state))
}
