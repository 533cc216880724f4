//! `GET /operator/letters`: mail that doesn't get on its way.

use api::{Problem, StuckLettersResponse};
use axum::{Json, extract::State};
use crm::outbox;

use crate::{
    http::{
        extract::{ApiQuery, Operator},
        failure::Failure,
        part::Part,
        view,
    },
    state::AppState,
};

/// Lists letters that don't get on their way
///
/// Who would get them and why they haven't, never what they say.
#[utoipa::path(
    get,
    path = "/api/v1/operator/letters",
    tag = "operator",
    operation_id = "operator_letters",
    params(Part),
    responses(
        (status = 200, description = "The last ones first", body = StuckLettersResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<StuckLettersResponse>, Failure> {
    let (after, shown) = (part.after()?, part.shown());
    let (db, has_transport) = (state.db.read(), state.mail.is_some());
    let counts = outbox::backlog(db, has_transport).await?;
    let rows = outbox::stuck(db, has_transport, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    let seen = |row| view::stuck_letter(row, has_transport);
    Ok(Json(StuckLettersResponse {
        failed: counts.failed,
        waiting: counts.waiting,
        items: rows.into_iter().map(seen).collect(),
        next_cursor,
    }))
}
