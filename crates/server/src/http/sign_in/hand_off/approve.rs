//! `POST /sign-in/hand-off/{id}/approve`: lets the window in that shows this number.

use api::{ApproveHandOffRequest, Problem};
use axum::{extract::State, http::StatusCode};
use crm::{Token, qr::hand_off};

use crate::{
    http::{
        extract::{ApiJson, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Approves the window that waits, in the browser that has come back
///
/// A wrong number denies it for good, and five of them an hour are the most. `slow_down` while `wait_s` of the look-up
/// isn't over.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/hand-off/{id}/approve",
    tag = "sign-in",
    operation_id = "hand_off_approve",
    params(("id" = String, Path, description = "The request's id")),
    request_body = ApproveHandOffRequest,
    responses(
        (status = 204, description = "Approved: the window signs in"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`, `slow_down`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathId(id): PathId,
    ApiJson(body): ApiJson<ApproveHandOffRequest>,
) -> Result<StatusCode, Failure> {
    let (ticket, now) = (Token::presented(body.ticket), state.now());
    hand_off::approve(&state.db, &id, &ticket, body.number, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
