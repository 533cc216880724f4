//! `GET /portal/audit`: what was done with the account, and by whom.

use api::{AuditLogResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiQuery, Holder},
        failure::Failure,
        part::Part,
        view,
    },
    state::AppState,
};

/// Lists what was done with the account, and by whom
///
/// From which address somebody else did something isn't told, but for attempts at the account.
#[utoipa::path(
    get,
    path = "/api/v1/portal/audit",
    tag = "portal",
    operation_id = "portal_audit_log",
    params(Part),
    responses(
        (status = 200, description = "The last ones first", body = AuditLogResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<AuditLogResponse>, Failure> {
    let (after, shown) = (part.after()?, part.shown());
    let rows = crm::account_log(state.db.read(), &session, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(AuditLogResponse {
        items: rows.into_iter().map(view::audit_entry).collect(),
        next_cursor,
    }))
}
