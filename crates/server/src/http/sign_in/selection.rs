//! `GET /sign-in/tickets/current`: what the password opens.

use api::{ErrorCode, Problem, SelectionResponse};
use axum::{Json, extract::State, http::HeaderMap};

use crate::{
    http::{cookie::Jar, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Lists what the password opens
///
/// For the browser that signed in without an address, for five minutes.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/tickets/current",
    tag = "sign-in",
    operation_id = "sign_in_selection",
    responses(
        (status = 200, description = "The list", body = SelectionResponse),
        (status = 400, description = "`ticket_invalid`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
) -> Result<Json<SelectionResponse>, Failure> {
    let ticket = Jar::Selection.token(&headers, &state.base);
    let ticket = ticket.ok_or(ErrorCode::TicketInvalid)?;
    let choices = crm::selection(&state.db, &ticket, &info.device, state.now()).await?;
    Ok(Json(view::selection(choices, &state.base)))
}
