//! `POST /sign-in/second-factor`: a code for a session.

use api::{Problem, SecondFactorRequest, SignInStep};
use axum::{extract::State, response::Response};
use crm::{SecondFactorInput, Token};

use super::step;
use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Gives the second factor
///
/// With the ticket of `next: second_factor`, from the browser that got it, within five minutes. Sets the
/// session cookie. Five wrong codes void the ticket, and none is taken for 15 minutes.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/second-factor",
    tag = "sign-in",
    operation_id = "sign_in_second_factor",
    request_body = SecondFactorRequest,
    responses(
        (status = 200, description = "Signed in", body = SignInStep),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`code_invalid`, `code_replayed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`factor_locked`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<SecondFactorRequest>,
) -> Result<Response, Failure> {
    let input = SecondFactorInput {
        ticket: &Token::presented(body.ticket),
        code: &body.code,
        trust: body.trust_device,
    };
    let (db, sealer, now) = (&state.db, &state.sealer, state.now());
    let step = crm::second_factor(db, sealer, input, &info.trace(), now).await?;
    Ok(step::answer(step, &info, &state))
}
