//! `GET /portal/closing`: what comes with closing the account.

use api::{ClosingResponse, Problem};
use axum::{Json, extract::State};
use crm::portal::REOPENING;

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// Tells what comes with closing the account, and what stands in its way
#[utoipa::path(
    get,
    path = "/api/v1/portal/closing",
    tag = "portal",
    operation_id = "portal_closing",
    responses(
        (status = 200, description = "What comes with it", body = ClosingResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<ClosingResponse>, Failure> {
    let closing = crm::portal::closing(state.db.read(), &session).await?;
    let crms = |all: &[crm::Crm]| all.iter().map(|crm| view::crm(crm, &state.base)).collect();
    Ok(Json(ClosingResponse {
        owned: crms(&closing.owned),
        by_account: crms(&closing.by_account),
        can_close: closing.can_close(),
        is_operator: closing.is_operator,
        balance: closing.balance.map(view::money),
        kept_days: u32::try_from(REOPENING.as_secs() / SECONDS_A_DAY).unwrap_or(0),
    }))
}
