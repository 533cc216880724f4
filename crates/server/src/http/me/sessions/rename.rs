//! `PATCH /c/{crm}/me/sessions/{id}`: what a device is called.

use api::{OwnSession, Problem, RenameDeviceRequest};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Caller, PathId},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Names the device of a session
///
/// All sessions from the device have the name. An empty one takes it away.
#[utoipa::path(
    patch,
    path = "/api/v1/c/{crm}/me/sessions/{id}",
    tag = "my profile",
    operation_id = "my_session_rename",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The session's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = RenameDeviceRequest,
    responses(
        (status = 200, description = "Named", body = OwnSession),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Caller { session, .. }: Caller,
    PathId(id): PathId,
    ApiJson(body): ApiJson<RenameDeviceRequest>,
) -> Result<Json<OwnSession>, Failure> {
    let (db, name, now) = (&state.db, &body.device_name, state.now());
    let renamed = crm::rename_device(db, &session, &id, name, now).await?;
    Ok(Json(view::own_session(renamed)))
}
