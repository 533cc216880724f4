//! `POST /operator/entries/{id}/correct`: an entry that is put right.

use api::{CorrectRequest, PostedResponse, Problem};
use axum::{Json, extract::State};
use crm::{Correction, Request};

use crate::{
    http::{
        extract::{ApiJson, Once, Operator, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Puts an entry right by another one, which points to it
///
/// For the operator, after a step-up. Needs the `X-CSRF-Token` and `Idempotency-Key` headers.
#[utoipa::path(
    post,
    path = "/api/v1/operator/entries/{id}/correct",
    tag = "operator",
    operation_id = "operator_correct",
    params(("id" = String, Path, description = "The id of the entry that is wrong"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    request_body = CorrectRequest,
    responses(
        (status = 200, description = "In the books", body = PostedResponse),
        (status = 400, description = "`validation_failed`, `idempotency_key_required`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`currency_mismatch`, `idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Operator(session): Operator,
    PathId(id): PathId,
    Once(key): Once,
    ApiJson(body): ApiJson<CorrectRequest>,
) -> Result<Json<PostedResponse>, Failure> {
    let request = Request {
        key,
        // Whatever is told, in one form.
        content: format!("correct\n{id}\n{body:?}"),
    };
    let amount = view::money_of(body.amount.clone());
    let told = Correction {
        entry_id: &id,
        amount: &amount,
        note: &body.note,
    };
    let (trace, now) = (info.trace(), state.now());
    let posted = crm::correct(&state.db, &session, told, &request, &trace, now).await?;
    Ok(Json(view::posted(posted)))
}
