//! `GET /c/{crm}/devices/current`: what is known of a desktop client.

use api::{DeviceResponse, ErrorCode, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{failure::Failure, registrant::Registrant, view},
    state::AppState,
};

/// Tells what is known of the desktop client
///
/// By the client's token, or by the session that it's registered at. Reads only: it extends no session.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/devices/current",
    tag = "desktop",
    operation_id = "device",
    params(("crm" = String, Path, description = "The CRM's slug")),
    security((), ("device_token" = [])),
    responses(
        (status = 200, description = "The client", body = DeviceResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` where none is registered", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Registrant { session, .. }: Registrant,
) -> Result<Json<DeviceResponse>, Failure> {
    let device = crm::device_of(state.db.read(), &session).await?;
    let device = device.ok_or(ErrorCode::NotFound)?;
    Ok(Json(view::device(device)))
}
