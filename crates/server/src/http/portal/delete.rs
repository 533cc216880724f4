//! `DELETE /portal/crms/{crm_id}`: a CRM's deletion, seven days later.

use api::{DeleteCrmRequest, PortalCrm, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Schedules the deletion of a CRM
///
/// For its owner, after a step-up, with the CRM's name typed. Ends all sessions in it.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/crms/{crm_id}",
    tag = "portal",
    operation_id = "portal_delete_crm",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = DeleteCrmRequest,
    responses(
        (status = 200, description = "Scheduled", body = PortalCrm),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `step_up_required`, `crm_scheduled_for_deletion`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`name_mismatch`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
    ApiJson(body): ApiJson<DeleteCrmRequest>,
) -> Result<Json<PortalCrm>, Failure> {
    let row = crm::portal::schedule_deletion(
        &state.db,
        &session,
        &crm_id,
        &body.name,
        &info.trace(),
        state.now(),
    )
    .await?;
    Ok(Json(view::listed(row, &state.base)))
}
