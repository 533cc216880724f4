//! `POST /operator/entries/{id}/refund`: a charge that is given back.

use api::{PostedResponse, Problem};
use axum::{Json, extract::State};
use crm::{Charged, Request};

use crate::{
    http::{
        extract::{Once, Operator, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Gives a charge back, whole and once
///
/// For the operator, after a step-up. Needs the `X-CSRF-Token` and `Idempotency-Key` headers. What the charge has
/// brought to who recommended the service is taken back.
#[utoipa::path(
    post,
    path = "/api/v1/operator/entries/{id}/refund",
    tag = "operator",
    operation_id = "operator_refund",
    params(("id" = String, Path, description = "The charge's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    responses(
        (status = 200, description = "In the books", body = PostedResponse),
        (status = 400, description = "`idempotency_key_required`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`, `crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Operator(session): Operator,
    PathId(id): PathId,
    Once(key): Once,
) -> Result<Json<PostedResponse>, Failure> {
    let request = Request {
        key,
        content: format!("refund\n{id}"),
    };
    let (by, charge) = (Some((&session, &request)), Charged::Entry(&id));
    let posted = crm::refund(&state.db, by, charge, &info.trace(), state.now()).await?;
    Ok(Json(view::posted(posted)))
}
