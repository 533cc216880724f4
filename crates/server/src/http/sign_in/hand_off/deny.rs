//! `POST /sign-in/hand-off/{id}/deny`: "Not me", in the browser that has come back.

use api::{HandOffTicketRequest, Problem};
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

/// Denies the window that waits
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/hand-off/{id}/deny",
    tag = "sign-in",
    operation_id = "hand_off_deny",
    params(("id" = String, Path, description = "The request's id")),
    request_body = HandOffTicketRequest,
    responses(
        (status = 204, description = "Denied for good"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathId(id): PathId,
    ApiJson(body): ApiJson<HandOffTicketRequest>,
) -> Result<StatusCode, Failure> {
    let (ticket, now) = (Token::presented(body.ticket), state.now());
    hand_off::deny(&state.db, &id, &ticket, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
