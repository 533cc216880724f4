//! `POST /password-reset`: a link to set a new password.

use api::{ErrorCode, PasswordResetRequest, PasswordResetResponse, Problem};
use axum::{Json, extract::State, http::StatusCode};

use crate::{
    http::{extract::ApiJson, failure::Failure, floor, observe::RequestInfo, sign_in::resolve},
    state::AppState,
};

/// Sends a link that sets a new password
///
/// The answer and its time are the same whether or not somebody has the address.
#[utoipa::path(
    post,
    path = "/api/v1/password-reset",
    tag = "sign-in",
    operation_id = "password_reset",
    request_body = PasswordResetRequest,
    responses(
        (status = 202, description = "A link is sent if somebody has the address", body = PasswordResetResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<PasswordResetRequest>,
) -> Result<(StatusCode, Json<PasswordResetResponse>), Failure> {
    let crm = match &body.address {
        Some(address) => {
            crm::note_look_up(&state.db, info.ip, state.now()).await?;
            let found = resolve::find(&state, address).await?;
            Some(found.ok_or(ErrorCode::CrmNotFound)?)
        }
        None => None,
    };
    let trace = info.trace();
    let asked = crm::request_reset(&state.db, crm.as_ref(), &body.email, &trace, state.now());
    floor::hold(asked).await?;
    let can_send_mail = state.mail.is_some();
    Ok((
        StatusCode::ACCEPTED,
        Json(PasswordResetResponse { can_send_mail }),
    ))
}
