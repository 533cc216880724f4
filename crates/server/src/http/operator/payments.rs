//! `POST /operator/payments`: money that a payment adapter has received.

use api::{ErrorCode, PostedResponse, Problem, TopUpRequest};
use axum::{Json, body::Bytes, extract::State, http::HeaderMap};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crm::Poster;
use domain::Sensitive;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

use crate::{
    http::{extract::read_json, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// How far the clocks of both may be apart, in seconds: a call that was listened in to is good for no longer.
const TOLERANCE: i64 = 5 * 60;

/// Adds money that a payment adapter has received to a balance
///
/// For who has the server's secret for payments alone. Signed as webhooks are (Standard Webhooks): `webhook-id`,
/// `webhook-timestamp` in seconds, `webhook-signature` with `v1,` and the base64 of the HMAC-SHA256 of
/// `id.timestamp.body`. A reference counts once for a payee, so that a call may be made again.
#[utoipa::path(
    post,
    path = "/api/v1/operator/payments",
    tag = "operator",
    operation_id = "operator_payment",
    params(("webhook-id" = String, Header, description = "The call's own id"),
        ("webhook-timestamp" = String, Header, description = "Seconds since 1970"),
        ("webhook-signature" = String, Header, description = "`v1,` and the signature; several with spaces between")),
    request_body = TopUpRequest,
    responses(
        (status = 200, description = "In the books", body = PostedResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`, also when the server has no secret for payments", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`currency_mismatch`, `idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<PostedResponse>, Failure> {
    let secret = state.payments_secret.as_deref();
    let secret = secret.ok_or(ErrorCode::NotFound)?;
    if !is_signed(secret, &headers, &body, state.now()) {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let body: TopUpRequest = read_json(&headers, &body)?;
    let amount = view::money_of(body.amount.clone());
    let told = view::top_up(&body, &amount);
    let posted = crm::top_up(&state.db, Poster::Adapter, told, &info.trace(), state.now()).await?;
    Ok(Json(view::posted(posted)))
}

/// Whether a call was signed with the secret, a moment ago.
fn is_signed(secret: &Sensitive<String>, headers: &HeaderMap, body: &[u8], now: Timestamp) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(id), Some(at), Some(signatures)) = (
        text("webhook-id"),
        text("webhook-timestamp"),
        text("webhook-signature"),
    ) else {
        return false;
    };
    let is_now = at
        .parse::<i64>()
        .is_ok_and(|at| now.as_second().abs_diff(at) <= TOLERANCE.unsigned_abs());
    is_now
        && signatures.split(' ').any(|signature| {
            let signature = signature.strip_prefix("v1,").unwrap_or_default();
            let signature = STANDARD.decode(signature).unwrap_or_default();
            // EXPOSE: it checks what was signed with it.
            let mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes());
            mac.is_ok_and(|mac| {
                let mac = mac.chain_update(format!("{id}.{at}."));
                // Takes the same time whatever is wrong.
                mac.chain_update(body).verify_slice(&signature).is_ok()
            })
        })
}
