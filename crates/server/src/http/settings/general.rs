//! `GET /c/{crm}/settings/general`: what the CRM is called, and where it is.

use api::{GeneralSettingsResponse, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{extract::Caller, failure::Failure, versioned::versioned, view},
    state::AppState,
};

/// Tells what the CRM is called, and where it is
///
/// For owner and admins.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/settings/general",
    tag = "settings",
    operation_id = "settings_general",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The settings", body = GeneralSettingsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<impl IntoResponse, Failure> {
    let settings = crm::general_settings(state.db.read(), &crm, &session, state.now()).await?;
    Ok(versioned(
        settings.version,
        view::general_settings(settings, &state.base),
    ))
}
