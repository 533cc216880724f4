//! `GET /sign-in/qr/{id}`: how far a sign-in by QR code got.

use api::{ErrorCode, Problem, QrState, QrStateResponse};
use axum::{Json, extract::State, http::HeaderMap};

use crate::{
    http::{cookie::Jar, extract::PathId, failure::Failure, view},
    state::AppState,
};

/// Tells how far a sign-in by QR code got
///
/// For the browser that began it, every two seconds.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/qr/{id}",
    tag = "sign-in",
    operation_id = "qr_state",
    params(("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "The state", body = QrStateResponse),
        (status = 400, description = "`ticket_invalid`, `slow_down`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    PathId(id): PathId,
) -> Result<Json<QrStateResponse>, Failure> {
    let poll = Jar::Qr(&id).token(&headers, &state.base);
    let poll = poll.ok_or(ErrorCode::TicketInvalid)?;
    let progress = crm::qr::progress(&state.db, &id, &poll, state.now()).await?;
    // Only now: nobody else can use the browser's questions up.
    let counted = state.calls.poll(&id);
    counted.map_err(|wait| Failure::waiting(ErrorCode::SlowDown, wait))?;
    Ok(Json(QrStateResponse {
        state: match progress.state {
            crm::qr::State::Pending => QrState::Pending,
            crm::qr::State::Scanned => QrState::Scanned,
            crm::qr::State::Approved => QrState::Approved,
            crm::qr::State::Denied => QrState::Denied,
            crm::qr::State::Consumed => QrState::Consumed,
            crm::qr::State::Expired => QrState::Expired,
        },
        expires_in: view::whole_seconds(progress.left),
    }))
}
