//! `POST /sign-in`: login and password for a session.

use api::{Problem, SignInRequest, SignInResponse};
use axum::{extract::State, response::Response};
use crm::SignInInput;

use super::{resolve, step};
use crate::{
    http::{extract::ApiJson, failure::Failure, floor, observe::RequestInfo},
    state::AppState,
};

/// Signs in, at a CRM or without an address
///
/// With an address it sets the CRM's session cookie, or asks for a code; without one the answer lists what the password
/// opens. A wrong password and an unknown login get the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in",
    tag = "sign-in",
    operation_id = "sign_in",
    request_body = SignInRequest,
    responses(
        (status = 200, description = "What comes next", body = SignInResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`sign_in_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<SignInRequest>,
) -> Result<Response, Failure> {
    if let Some(address) = &body.address {
        return at_address(&state, &info, address, &body).await;
    }
    // However many hashes are tried, the answer takes as long.
    floor::hold(anywhere(&state, &info, &body)).await
}

async fn at_address(
    state: &AppState,
    info: &RequestInfo,
    address: &str,
    body: &SignInRequest,
) -> Result<Response, Failure> {
    let crm = resolve::named(state, info, address).await?;
    let input = SignInInput {
        login: &body.login,
        password: &body.password,
        keep: body.keep,
    };
    let trace = info.trace();
    let step = crm::sign_in(&state.db, &state.hasher, &crm, input, &trace, state.now()).await?;
    Ok(step::answer(step, info, state))
}

async fn anywhere(
    state: &AppState,
    info: &RequestInfo,
    body: &SignInRequest,
) -> Result<Response, Failure> {
    let found = crm::sign_in_anywhere(
        &state.db,
        &state.hasher,
        &body.login,
        &body.password,
        body.keep,
        &info.trace(),
        state.now(),
    )
    .await?;
    Ok(step::select(found, state))
}
