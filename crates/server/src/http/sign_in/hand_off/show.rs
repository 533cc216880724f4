//! `GET /sign-in/hand-off/{id}`: where the browser that was handed a sign-in would go.

use api::{Problem, SsoOffer};
use axum::{Json, extract::State};
use crm::qr::hand_off;

use crate::{
    http::{extract::PathId, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Tells which provider a sign-in that was handed on is by
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/hand-off/{id}",
    tag = "sign-in",
    operation_id = "hand_off_show",
    params(("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "The provider, and where it leads", body = SsoOffer),
        (status = 400, description = "`ticket_invalid`: somebody has come back already", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathId(id): PathId,
) -> Result<Json<SsoOffer>, Failure> {
    let now = state.now();
    crm::note_look_up(&state.db, info.ip, now).await?;
    let offer = hand_off::offered(state.db.read(), &id, now).await?;
    Ok(Json(view::sso_offer(offer, &state.base)))
}
