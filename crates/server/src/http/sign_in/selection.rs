//! `GET /sign-in/tickets/current`: what the password opens.

use api::SelectionResponse;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};

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
        (status = 204, description = "There is none, or none any more"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let found = match Jar::Selection.token(&headers, &state.base) {
        Some(ticket) => crm::selection(&state.db, &ticket, &info.device, state.now()).await?,
        None => None,
    };
    // Having no list is nothing wrong: it is how everybody comes to the sign-in page.
    Ok(match found {
        Some(choices) => Json(view::selection(choices, &state.base)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
