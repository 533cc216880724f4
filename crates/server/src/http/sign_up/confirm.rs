//! `POST /sign-up/confirm`: the link of the letter.

use api::{ConfirmSignUpRequest, Problem, SignedUpResponse};
use axum::{Json, extract::State, response::IntoResponse};
use crm::Token;

use super::cookies;
use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Confirms a sign-up by the link of a letter
///
/// Makes the account and its first CRM, and signs in to both. Another browser than the one that signed up gives
/// the password, too.
#[utoipa::path(
    post,
    path = "/api/v1/sign-up/confirm",
    tag = "sign-up",
    operation_id = "sign_up_confirm",
    request_body = ConfirmSignUpRequest,
    responses(
        (status = 200, description = "Signed in", body = SignedUpResponse),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`: the password is asked for; `signup_by_invitation`: somebody else came by the same link; `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`current_password_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<ConfirmSignUpRequest>,
) -> Result<impl IntoResponse, Failure> {
    let ticket = Token::presented(body.ticket);
    let (db, hasher, trace) = (&state.db, &state.hasher, info.trace());
    let password = body.password.as_ref();
    let done = crm::confirm_sign_up(db, hasher, &ticket, password, &trace, state.now()).await?;
    let url = done.crm.home_path();
    Ok((
        cookies(&done, &info, &state),
        Json(SignedUpResponse { url }),
    ))
}
