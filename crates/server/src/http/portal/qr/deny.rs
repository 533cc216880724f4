//! `POST /portal/qr/{id}/deny`: "Not me".

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{Holder, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Denies a sign-in by QR code
#[utoipa::path(
    post,
    path = "/api/v1/portal/qr/{id}/deny",
    tag = "portal",
    operation_id = "portal_qr_deny",
    params(("id" = String, Path, description = "The request's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "Denied for good"),
        (status = 401, description = "`unauthenticated`, `qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`qr_wrong_crm`, `crm_suspended`, `crm_scheduled_for_deletion`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    crm::qr::deny(&state.db, &session, &id, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
