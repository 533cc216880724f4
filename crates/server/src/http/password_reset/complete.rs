//! `POST /password-reset/complete`: a new password.

use api::{CompletePasswordResetRequest, Problem};
use axum::{extract::State, http::StatusCode};
use crm::{PasswordReset, Token};

use crate::{
    http::{extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Sets a new password by a link
///
/// Ends all sessions of the person and signs nobody in. A second factor stays.
#[utoipa::path(
    post,
    path = "/api/v1/password-reset/complete",
    tag = "sign-in",
    operation_id = "password_reset_complete",
    request_body = CompletePasswordResetRequest,
    responses(
        (status = 204, description = "Set"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`passwords_differ`, `password_weak`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<CompletePasswordResetRequest>,
) -> Result<StatusCode, Failure> {
    let reset = PasswordReset {
        ticket: &Token::presented(body.ticket),
        new: &body.new,
        confirmation: &body.confirmation,
    };
    let (db, hasher) = (&state.db, &state.hasher);
    crm::complete_reset(db, hasher, reset, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
