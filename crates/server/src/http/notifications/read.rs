//! `POST /c/{crm}/notifications/read`: somebody has read what they were told.

use api::{ErrorCode, Problem, ReadNotificationsRequest};
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        part::place,
    },
    state::AppState,
};

/// Notes that a notification was read, or all of them
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/notifications/read",
    tag = "notifications",
    operation_id = "notifications_read",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = ReadNotificationsRequest,
    responses(
        (status = 204, description = "Noted, also where it was before"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
    ApiJson(body): ApiJson<ReadNotificationsRequest>,
) -> Result<StatusCode, Failure> {
    // What isn't as ids are names nothing.
    let which = place(body.id.as_deref()).map_err(|_| ErrorCode::NotFound)?;
    let (db, now) = (&state.db, state.now());
    crm::notification::read_notifications(db, &crm, &session, which, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
