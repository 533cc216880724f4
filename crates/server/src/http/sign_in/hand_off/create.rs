//! `POST /sign-in/sso/{provider}/hand-off`: begins to wait for another browser.

use api::{HandOffRequest, HandOffResponse, Problem};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use crm::qr::{POLL_INTERVAL, hand_off};

use super::page;
use crate::{
    http::{
        cookie,
        extract::{ApiJson, ApiPath},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Begins a sign-in by a provider to which another browser goes
///
/// For windows that providers turn away. Show the URL to open in that browser, and the number to pick there. The
/// response sets a cookie that alone can ask for the state and sign in.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/sso/{provider}/hand-off",
    tag = "sign-in",
    operation_id = "sign_in_hand_off",
    params(("provider" = String, Path, description = "The provider's id")),
    request_body = HandOffRequest,
    responses(
        (status = 200, description = "What to show", body = HandOffResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiPath(provider_id): ApiPath<String>,
    ApiJson(body): ApiJson<HandOffRequest>,
) -> Result<Response, Failure> {
    let (db, now) = (&state.db, state.now());
    let begun = hand_off::begin(db, &provider_id, body.keep, &info.trace(), now).await?;
    let (begun, offer) = begun;
    let cookies = cookie::wait(&begun, &info, &state.base);
    let shown = HandOffResponse {
        verification_url: format!("{}{}", state.base.origin(), page(&begun.id)),
        request_id: begun.id,
        number: begun.number,
        expires_in: view::whole_seconds(begun.life),
        interval: view::whole_seconds(POLL_INTERVAL),
        offer: view::sso_offer(offer, &state.base),
    };
    Ok((cookies, Json(shown)).into_response())
}
