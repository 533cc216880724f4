//! `GET /c/{crm}/me/passkeys`: passkeys of the user.

use api::{PasskeysResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, passkey},
    state::AppState,
};

/// Lists passkeys
///
/// Those that sign in here.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/passkeys",
    tag = "my profile",
    operation_id = "my_passkeys",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The passkeys", body = PasskeysResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { session, .. }: Caller,
) -> Result<Json<PasskeysResponse>, Failure> {
    let passkeys = crm::passkey::passkeys(state.db.read(), &session).await?;
    Ok(Json(passkey::list(passkeys, &state)))
}
