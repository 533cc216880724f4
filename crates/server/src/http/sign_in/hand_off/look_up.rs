//! `POST /sign-in/hand-off/{id}/look-up`: what whoever has come back from the provider decides about.

use api::{HandOffTicketRequest, Problem, QrRequest};
use axum::{Json, extract::State};
use crm::{Token, qr::hand_off};

use crate::{
    http::{
        extract::{ApiJson, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Shows the window that waits, in the browser that has come back
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/hand-off/{id}/look-up",
    tag = "sign-in",
    operation_id = "hand_off_look_up",
    params(("id" = String, Path, description = "The request's id")),
    request_body = HandOffTicketRequest,
    responses(
        (status = 200, description = "Who asks, and the numbers to pick from", body = QrRequest),
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
) -> Result<Json<QrRequest>, Failure> {
    let (ticket, now) = (Token::presented(body.ticket), state.now());
    let asked = hand_off::look_up(&state.db, &id, &ticket, &info.trace(), now).await?;
    Ok(Json(view::qr_request(asked, &state.base)))
}
