//! `GET /c/{crm}/audit`: what was done in the CRM, and by whom.

use api::{AuditLogResponse, Problem};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Wanted;
use crate::{
    http::{
        extract::{ApiQuery, Caller},
        failure::Failure,
        part::{Shown, place},
        view,
    },
    state::AppState,
};

/// How much of it at once.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// 1 to 200; 50 unless said.
    limit: Option<u64>,
    /// `next_cursor` of the part before.
    cursor: Option<String>,
    /// Of this user, account or key alone, by its id, or of `operator` or `nobody`. What a user did by their account is
    /// theirs, too.
    actor: Option<String>,
    /// Of this kind alone.
    kind: Option<String>,
    /// From this moment on (RFC 3339).
    from: Option<String>,
    /// Before this moment (RFC 3339).
    until: Option<String>,
}

/// Lists what was done in the CRM, and by whom
///
/// For owner and admins. What moved money is told the owner alone.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/audit",
    tag = "settings",
    operation_id = "audit_log",
    params(("crm" = String, Path, description = "The CRM's slug"), Part),
    responses(
        (status = 200, description = "The last ones first", body = AuditLogResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<AuditLogResponse>, Failure> {
    let shown = Shown::of(part.limit);
    let cursor = part.cursor;
    let after = place(cursor.as_deref())?;
    let filter = Wanted {
        actor: part.actor,
        kind: part.kind,
        from: part.from,
        until: part.until,
    }
    .filter()?;
    let db = state.db.read();
    let rows = crm::audit_log(db, &crm, &session, &filter, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(AuditLogResponse {
        items: rows.into_iter().map(view::audit_entry).collect(),
        next_cursor,
    }))
}
