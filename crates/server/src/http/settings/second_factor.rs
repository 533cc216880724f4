//! `GET /c/{crm}/settings/second-factor`: who must have a second factor.

use api::{FactorRulesResponse, Problem};
use axum::{Json, http::header::ETAG, response::IntoResponse};

use crate::http::{extract::Caller, view};

/// Tells who must have a second factor
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/settings/second-factor",
    tag = "settings",
    operation_id = "settings_second_factor",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The rules", body = FactorRulesResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(Caller { crm, .. }: Caller) -> impl IntoResponse {
    let etag = [(ETAG, format!("\"v{}\"", crm.version))];
    (etag, Json(view::factor_rules(&crm)))
}
