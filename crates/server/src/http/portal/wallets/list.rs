//! `GET /portal/wallets`: the account's money.

use api::{Problem, WalletsResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure},
    state::AppState,
};

/// Lists the account's wallet and those of the CRMs that it owns
#[utoipa::path(
    get,
    path = "/api/v1/portal/wallets",
    tag = "portal",
    operation_id = "portal_wallets",
    responses(
        (status = 200, description = "The account's own first", body = WalletsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<WalletsResponse>, Failure> {
    crm::touch(&state.db, &session, state.now()).await?;
    super::all(&state, &session).await
}
