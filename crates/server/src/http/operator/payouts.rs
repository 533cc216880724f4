//! `GET /operator/payouts`: what holders have asked to be paid out.

use api::{OpenPayoutsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiQuery, Operator},
        failure::Failure,
        part::Part,
        view,
    },
    state::AppState,
};

/// Lists payouts that wait for the operator
#[utoipa::path(
    get,
    path = "/api/v1/operator/payouts",
    tag = "operator",
    operation_id = "operator_payouts",
    params(Part),
    responses(
        (status = 200, description = "The first ones first", body = OpenPayoutsResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<OpenPayoutsResponse>, Failure> {
    let (after, shown) = (part.after()?, part.shown());
    let rows = crm::referral::open_payouts(state.db.read(), after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(OpenPayoutsResponse {
        items: rows.into_iter().map(view::open_payout).collect(),
        next_cursor,
    }))
}
