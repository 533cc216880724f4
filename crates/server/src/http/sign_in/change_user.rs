//! `DELETE /sign-in/tickets/current`: gives the list back.

use api::Problem;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};

use crate::{
    http::{cookie::Jar, failure::Failure},
    state::AppState,
};

/// Changes the user: gives the list back
///
/// Sessions that it opened stay.
#[utoipa::path(
    delete,
    path = "/api/v1/sign-in/tickets/current",
    tag = "sign-in",
    operation_id = "sign_in_change_user",
    responses(
        (status = 204, description = "Given back; the cookie is cleared"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Failure> {
    if let Some(ticket) = Jar::Selection.token(&headers, &state.base) {
        crm::drop_selection(&state.db, &ticket, state.now()).await?;
    }
    Ok((StatusCode::NO_CONTENT, Jar::Selection.clear(&state.base)))
}
