//! `GET /portal/passkeys`: passkeys of the account.

use api::{PasskeysResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, passkey},
    state::AppState,
};

/// Lists passkeys
///
/// Those that sign in here.
#[utoipa::path(
    get,
    path = "/api/v1/portal/passkeys",
    tag = "portal",
    operation_id = "portal_passkeys",
    responses(
        (status = 200, description = "The passkeys", body = PasskeysResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<PasskeysResponse>, Failure> {
    let passkeys = crm::passkey::passkeys(state.db.read(), &session).await?;
    Ok(Json(passkey::list(passkeys, &state)))
}
