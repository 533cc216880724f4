//! `POST /sign-in/qr`: begins to wait.

use api::{Problem, QrSignInRequest, QrSignInResponse};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use crm::qr::POLL_INTERVAL;

use crate::{
    http::{
        cookie, extract::ApiJson, failure::Failure, observe::RequestInfo, sign_in::resolve, view,
    },
    state::AppState,
};

/// Begins to wait for somebody to approve
///
/// Show the URL as a QR code, the code to type, and the number to pick. The response sets a cookie that alone can
/// ask for the state and sign in.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/qr",
    tag = "sign-in",
    operation_id = "qr_sign_in",
    request_body = QrSignInRequest,
    responses(
        (status = 200, description = "What to show", body = QrSignInResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<QrSignInRequest>,
) -> Result<Response, Failure> {
    let crm = match &body.address {
        Some(address) => Some(resolve::named(&state, &info, address).await?),
        None => None,
    };
    let (db, now) = (&state.db, state.now());
    let begun = crm::qr::begin(db, crm.as_ref(), body.keep, &info.trace(), now).await?;
    let cookies = cookie::wait(&begun, &info, &state.base);
    let shown = QrSignInResponse {
        verification_url: format!("{}/qr/{}", state.base.origin(), begun.id),
        request_id: begun.id,
        // EXPOSE: it is shown to the person.
        user_code: begun.user_code.expose().clone(),
        number: begun.number,
        expires_in: view::whole_seconds(begun.life),
        interval: view::whole_seconds(POLL_INTERVAL),
    };
    Ok((cookies, Json(shown)).into_response())
}
