//! `POST /operator/top-ups`: money that the operator has received.

use api::{PostedResponse, Problem, TopUpRequest};
use axum::{Json, extract::State};
use crm::{Poster, Request};

use crate::{
    http::{
        extract::{ApiJson, Holder, Once},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Adds money to a balance
///
/// For the operator, after a step-up. Needs the `X-CSRF-Token` and `Idempotency-Key` headers. A reference counts
/// once for a payee.
#[utoipa::path(
    post,
    path = "/api/v1/operator/top-ups",
    tag = "operator",
    operation_id = "operator_top_up",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    request_body = TopUpRequest,
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
    Holder(session): Holder,
    Once(key): Once,
    ApiJson(body): ApiJson<TopUpRequest>,
) -> Result<Json<PostedResponse>, Failure> {
    let request = Request {
        key,
        // Whatever is told, in one form.
        content: format!("top_up\n{body:?}"),
    };
    let amount = view::money_of(body.amount.clone());
    let poster = Poster::Operator(&session, &request);
    let told = view::top_up(&body, &amount);
    let made = crm::top_up(&state.db, poster, told, &info.trace(), state.now()).await?;
    Ok(Json(view::posted(made)))
}
