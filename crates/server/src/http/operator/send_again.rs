//! `POST /operator/letters/{id}/send-again`.

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

/// Sets a letter that has failed on its way again
#[utoipa::path(
    post,
    path = "/api/v1/operator/letters/{id}/send-again",
    tag = "operator",
    operation_id = "operator_send_letter_again",
    params(("id" = String, Path, description = "The letter's id"),
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
    let (trace, now) = (info.trace(), state.now());
    crm::outbox::send_again(&state.db, &session, &id, &trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
