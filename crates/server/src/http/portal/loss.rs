//! `GET /portal/crms/{crm_id}/loss`: what is lost with a CRM.

use api::{CrmLossResponse, Problem};
use axum::{Json, extract::State};
use crm::portal::DELETION_DELAY;

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Tells what is lost with a CRM
///
/// For its owner, before the deletion.
#[utoipa::path(
    get,
    path = "/api/v1/portal/crms/{crm_id}/loss",
    tag = "portal",
    operation_id = "portal_crm_loss",
    params(("crm_id" = String, Path, description = "The CRM's id")),
    responses(
        (status = 200, description = "What is lost", body = CrmLossResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<Json<CrmLossResponse>, Failure> {
    let loss = crm::portal::loss(state.db.read(), &session, &crm_id).await?;
    Ok(Json(CrmLossResponse {
        name: loss.name,
        users: loss.users,
        balance: loss.balance.map(view::money),
        delay_hours: u32::try_from(DELETION_DELAY.as_secs() / 3600).unwrap_or(u32::MAX),
    }))
}
