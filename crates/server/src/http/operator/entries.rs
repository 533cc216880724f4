//! `GET /operator/wallets/{id}/entries`: what moved any balance.

use api::{BookResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiQuery, Operator, PathId},
        failure::Failure,
        part::Part,
        view,
    },
    state::AppState,
};

/// Lists what moved a balance, and what may be done about it
#[utoipa::path(
    get,
    path = "/api/v1/operator/wallets/{id}/entries",
    tag = "operator",
    operation_id = "operator_entries",
    params(("id" = String, Path, description = "The wallet's id"), Part),
    responses(
        (status = 200, description = "The last ones first", body = BookResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
    PathId(id): PathId,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<BookResponse>, Failure> {
    let (after, shown) = (part.after()?, part.shown());
    let rows = crm::operator::book(state.db.read(), &id, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.entry.id);
    Ok(Json(BookResponse {
        items: rows.into_iter().map(view::book_entry).collect(),
        next_cursor,
    }))
}
