//! `POST /c/{crm}/qr/{id}/approve`: lets the screen in that shows this number.

use api::{Problem, QrApproveRequest};
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{ApiJson, Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Approves a sign-in by QR code
///
/// After a step-up, and after looking it up. A wrong number denies it for good, and five of them an hour are the
/// most. `slow_down` while `wait_s` of the look-up isn't over.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/qr/{id}/approve",
    tag = "my profile",
    operation_id = "my_qr_approve",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The request's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = QrApproveRequest,
    responses(
        (status = 204, description = "Approved: the screen signs in"),
        (status = 400, description = "`validation_failed`, `ticket_invalid`, `slow_down`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `qr_wrong_crm`, `crm_suspended`, `crm_scheduled_for_deletion`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
    ApiJson(body): ApiJson<QrApproveRequest>,
) -> Result<StatusCode, Failure> {
    let (db, now) = (&state.db, state.now());
    crm::qr::approve(db, &session, &id, body.number, &info.trace(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
