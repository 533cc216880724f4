//! `POST /operator/jobs/{id}/run-again`.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{Operator, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Sets work going again that failed too often
#[utoipa::path(
    post,
    path = "/api/v1/operator/jobs/{id}/run-again",
    tag = "operator",
    operation_id = "operator_run_job_again",
    params(("id" = String, Path, description = "The job's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "It waits for its turn"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Operator(session): Operator,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    let by = Some(&session);
    crm::jobs::run_again(&state.db, by, &id, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
