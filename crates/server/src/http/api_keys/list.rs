//! `GET /c/{crm}/api-keys`: the CRM's keys.

use api::{ApiKeysResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists the CRM's keys that are good
///
/// For owner and admins.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/api-keys",
    tag = "settings",
    operation_id = "api_keys",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "Newest first", body = ApiKeysResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<ApiKeysResponse>, Failure> {
    let rows = crm::keys(state.db.read(), &crm, &session, state.now()).await?;
    let items = rows.into_iter().map(view::api_key).collect();
    Ok(Json(ApiKeysResponse { items }))
}
