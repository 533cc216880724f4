//! `GET /c/{crm}/sso-providers`: the CRM's providers.

use api::{Problem, SsoProvidersResponse};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::Caller, failure::Failure, view},
    sso::redirect_uri,
    state::AppState,
};

/// Lists the CRM's providers of single sign-on
///
/// For owner and admins.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/sso-providers",
    tag = "settings",
    operation_id = "sso_providers",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The providers", body = SsoProvidersResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<SsoProvidersResponse>, Failure> {
    let found = sso::providers(state.db.read(), &crm, &session).await?;
    let items = found
        .items
        .into_iter()
        .map(|row| view::sso_provider(row, &state.base));
    Ok(Json(SsoProvidersResponse {
        items: items.collect(),
        redirect_uri: redirect_uri(&state.base),
        owner_has_second_factor: found.owner_has_second_factor,
    }))
}
