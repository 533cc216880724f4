//! `GET /c/{crm}/notifications`: what somebody was told.

use api::{NotificationsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::ApiQuery, failure::Failure, part::Part, registrant::Registrant, view},
    state::AppState,
};

/// Lists what the caller was told
///
/// The notifications of the last sixty days. By session or by the desktop client's token. Reads only: it extends no
/// session.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/notifications",
    tag = "notifications",
    operation_id = "notifications",
    params(("crm" = String, Path, description = "The CRM's slug"), Part),
    security((), ("device_token" = [])),
    responses(
        (status = 200, description = "The last ones first", body = NotificationsResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Registrant { crm, session, .. }: Registrant,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<NotificationsResponse>, Failure> {
    let (after, shown) = (part.after()?, part.shown());
    let (db, most) = (state.db.read(), shown.read());
    let rows = crm::notification::notifications(db, &crm, &session, after, most).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(NotificationsResponse {
        items: rows.into_iter().map(view::notification).collect(),
        next_cursor,
    }))
}
