//! `POST /sign-in/hand-off/{id}/start`: leaving for a provider in a window's place.

use api::{Problem, StartHandOffRequest, StartSsoResponse};
use axum::{extract::State, response::Response};
use crm::qr::hand_off;

use crate::{
    http::{
        extract::{ApiJson, PathId},
        failure::Failure,
        observe::RequestInfo,
        sso::leave,
    },
    state::AppState,
};

/// Goes to the provider in the place of the window that waits
///
/// The answer says where to send this very browser. It comes back to the page that it left, with a ticket in the
/// fragment, and is signed in nowhere.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/hand-off/{id}/start",
    tag = "sign-in",
    operation_id = "hand_off_start",
    params(("id" = String, Path, description = "The request's id")),
    request_body = StartHandOffRequest,
    responses(
        (status = 200, description = "Where to go", body = StartSsoResponse),
        (status = 400, description = "`sso_failed`, `validation_failed`, `ticket_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathId(id): PathId,
    ApiJson(body): ApiJson<StartHandOffRequest>,
) -> Result<Response, Failure> {
    let (provider_id, wish) = hand_off::departure(state.db.read(), &id, state.now()).await?;
    leave::answer(&state, &info, &provider_id, wish.anew(body.anew), None).await
}
