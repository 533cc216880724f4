//! `POST /c/{crm}/devices`: a desktop client makes itself known.

use api::{Problem, RegisterDeviceRequest, RegisteredDeviceResponse};
use axum::{Json, extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Registers the desktop client at this session
///
/// Lists of sessions name it from then on. The token is shown this once; it is good as long as the session is, and
/// replaces the one that the session's client may have had.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/devices",
    tag = "desktop",
    operation_id = "device_register",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = RegisterDeviceRequest,
    responses(
        (status = 201, description = "Registered", body = RegisteredDeviceResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    ApiJson(body): ApiJson<RegisterDeviceRequest>,
) -> Result<(StatusCode, Json<RegisteredDeviceResponse>), Failure> {
    let device = (body.name.as_str(), view::platform_of(body.platform));
    let (db, trace) = (&state.db, &info.trace());
    let made = crm::register_device(db, &session, device, trace, state.now()).await?;
    let answer = RegisteredDeviceResponse {
        id: made.id,
        // EXPOSE: the client is given it, once.
        token: made.token.secret().expose().clone(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}
