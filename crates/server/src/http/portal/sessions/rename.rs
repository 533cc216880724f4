//! `PATCH /portal/sessions/{id}`: what a device is called.

use api::{OwnSession, Problem, RenameDeviceRequest};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Holder, PathId},
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
    path = "/api/v1/portal/sessions/{id}",
    tag = "portal",
    operation_id = "portal_session_rename",
    params(("id" = String, Path, description = "The session's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = RenameDeviceRequest,
    responses(
        (status = 200, description = "Named", body = OwnSession),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Holder(session): Holder,
    PathId(id): PathId,
    ApiJson(body): ApiJson<RenameDeviceRequest>,
) -> Result<Json<OwnSession>, Failure> {
    let (db, name, now) = (&state.db, &body.device_name, state.now());
    let renamed = crm::rename_device(db, &session, &id, name, now).await?;
    Ok(Json(view::own_session(renamed)))
}
