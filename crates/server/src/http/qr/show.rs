//! `GET /c/{crm}/qr/{id}`: what a QR code that was scanned asks for.

use api::{Problem, QrRequest};
use axum::{Json, extract::State};
use crm::qr::Which;

use crate::{
    http::{
        extract::{Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Shows a sign-in by QR code
///
/// The screen that waits is told that somebody looks at it.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/qr/{id}",
    tag = "my profile",
    operation_id = "my_qr_show",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "Who asks, and the numbers to pick from", body = QrRequest),
        (status = 401, description = "`unauthenticated`, `qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `qr_wrong_crm`, `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
) -> Result<Json<QrRequest>, Failure> {
    let (which, now) = (Which::Id(&id), state.now());
    let asked = crm::qr::look_up(&state.db, &session, which, &info.trace(), now).await?;
    Ok(Json(view::qr_request(asked, &state.base)))
}
