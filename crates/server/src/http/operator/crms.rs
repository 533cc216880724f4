//! `GET /operator/crms`: what is on the server.

use api::{OperatorCrmsResponse, Problem};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiQuery, Operator},
        failure::Failure,
        part::{Shown, place},
        view,
    },
    state::AppState,
};

/// Which of them, and how much of the list at once.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// 1 to 200; 50 unless said.
    limit: Option<u64>,
    /// `next_cursor` of the part before.
    cursor: Option<String>,
    /// What is in the name, the address or the owner's e-mail address.
    search: Option<String>,
}

/// Lists the server's CRMs
///
/// From outside: nothing of what is in them.
#[utoipa::path(
    get,
    path = "/api/v1/operator/crms",
    tag = "operator",
    operation_id = "operator_crms",
    params(Part),
    responses(
        (status = 200, description = "The newest first", body = OperatorCrmsResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<OperatorCrmsResponse>, Failure> {
    let shown = Shown::of(part.limit);
    let after = place(part.cursor.as_deref())?;
    let search = part.search.as_deref().unwrap_or_default();
    let rows = crm::operator::crms(state.db.read(), search, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    let items = rows
        .into_iter()
        .map(|row| view::operator_crm(row, &state.base));
    Ok(Json(OperatorCrmsResponse {
        items: items.collect(),
        next_cursor,
    }))
}
