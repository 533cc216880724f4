//! `GET /operator/jobs`: work that is tried no more.

use api::{DeadJobsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Operator, failure::Failure, view},
    state::AppState,
};

/// Lists work that failed too often
#[utoipa::path(
    get,
    path = "/api/v1/operator/jobs",
    tag = "operator",
    operation_id = "operator_jobs",
    responses(
        (status = 200, description = "The last first", body = DeadJobsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
) -> Result<Json<DeadJobsResponse>, Failure> {
    let dead = crm::jobs::dead_jobs(state.db.read()).await?;
    Ok(Json(DeadJobsResponse {
        items: dead.into_iter().map(view::dead_job).collect(),
    }))
}
