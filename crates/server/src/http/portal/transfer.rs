//! `POST /portal/transfers`: money from the account's wallet to a CRM's.

use api::{Problem, TransferRequest, WalletsResponse};
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

/// Moves money from the account's wallet to a CRM that it owns
///
/// Needs the `X-CSRF-Token` and `Idempotency-Key` headers. The same request again moves none.
#[utoipa::path(
    post,
    path = "/api/v1/portal/transfers",
    tag = "portal",
    operation_id = "portal_transfer",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    request_body = TransferRequest,
    responses(
        (status = 200, description = "Moved; all wallets as they are now", body = WalletsResponse),
        (status = 400, description = "`validation_failed`, `idempotency_key_required`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`insufficient_funds`, `purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`currency_mismatch`, `idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    Once(key): Once,
    ApiJson(body): ApiJson<TransferRequest>,
) -> Result<Json<WalletsResponse>, Failure> {
    let amount = view::money_of(body.amount);
    let request = Request {
        key,
        content: format!(
            "transfer\n{}\n{}\n{}",
            body.crm_id, amount.minor, amount.currency
        ),
    };
    let (trace, now) = (info.trace(), state.now());
    crm::portal::transfer(
        &state.db,
        &session,
        &body.crm_id,
        &amount,
        &request,
        &trace,
        now,
    )
    .await?;
    super::wallets::all(&state, &session).await
}
