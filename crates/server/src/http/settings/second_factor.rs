//! `GET /c/{crm}/settings/second-factor`: who must have a second factor.

use api::{FactorRulesResponse, Problem};
use axum::response::IntoResponse;

use crate::http::{extract::Caller, failure::Failure, versioned::versioned, view};

/// Tells who must have a second factor
///
/// For owner and admins.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/settings/second-factor",
    tag = "settings",
    operation_id = "settings_second_factor",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The rules", body = FactorRulesResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(Caller { crm, session }: Caller) -> Result<impl IntoResponse, Failure> {
    let rules = crm::factor_rules(&crm, &session)?;
    Ok(versioned(
        crm.version,
        view::factor_rules(rules, crm.version),
    ))
}
