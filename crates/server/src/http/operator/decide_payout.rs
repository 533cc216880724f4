//! `POST /operator/payouts/{id}/decide`.

use api::{DecidePayoutRequest, Problem};
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{ApiJson, Operator, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Notes that a payout was sent, or puts its money back into the wallet
///
/// For the operator, after a step-up. Needs the `X-CSRF-Token` header. Whose it is gets a letter. A payout is decided
/// once: after that there is none any more to decide.
#[utoipa::path(
    post,
    path = "/api/v1/operator/payouts/{id}/decide",
    tag = "operator",
    operation_id = "operator_decide_payout",
    params(("id" = String, Path, description = "The payout's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = DecidePayoutRequest,
    responses(
        (status = 204, description = "Decided"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`, also when it was decided before", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Operator(session): Operator,
    PathId(id): PathId,
    ApiJson(body): ApiJson<DecidePayoutRequest>,
) -> Result<StatusCode, Failure> {
    let (by, decision) = (Some(&session), view::decision(body.decision));
    let (db, reference) = (&state.db, &body.reference);
    let (trace, now) = (info.trace(), state.now());
    crm::referral::decide_payout(db, by, &id, decision, reference, &trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
