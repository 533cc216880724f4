//! `POST /portal/referral/payouts`: rewards are paid out.

use api::{PayoutRequest, Problem, ReferralResponse};
use axum::{Json, extract::State};
use crm::Request;

use crate::{
    http::{
        extract::{ApiJson, Holder, Once},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Asks for rewards to be paid out
///
/// After a step-up. Needs the `X-CSRF-Token` and `Idempotency-Key` headers. The money leaves the wallet at once, and
/// comes back when the operator rejects the request. The same request again asks for none.
#[utoipa::path(
    post,
    path = "/api/v1/portal/referral/payouts",
    tag = "portal",
    operation_id = "portal_request_payout",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    request_body = PayoutRequest,
    responses(
        (status = 200, description = "Asked for", body = ReferralResponse),
        (status = 400, description = "`validation_failed`, `idempotency_key_required`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`, `rules_not_accepted`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`insufficient_funds`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`payout_below_minimum`, `currency_mismatch`, `idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    Once(key): Once,
    ApiJson(body): ApiJson<PayoutRequest>,
) -> Result<Json<ReferralResponse>, Failure> {
    let programme = super::programme(&state)?;
    let amount = view::money_of(body.amount);
    let request = Request {
        key,
        content: format!("payout\n{}\n{}", amount.minor, amount.currency),
    };
    let (trace, now) = (info.trace(), state.now());
    crm::referral::request_payout(
        &state.db, &session, programme, &amount, &request, &trace, now,
    )
    .await?;
    super::shown(&state, &session).await
}
