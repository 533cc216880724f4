//! `POST /portal/crms/{crm_id}/cancel-deletion`: the CRM is again what it was.

use api::{PortalCrm, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Takes a scheduled deletion back
#[utoipa::path(
    post,
    path = "/api/v1/portal/crms/{crm_id}/cancel-deletion",
    tag = "portal",
    operation_id = "portal_cancel_deletion",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "Not scheduled any more", body = PortalCrm),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<Json<PortalCrm>, Failure> {
    let trace = info.trace();
    let row =
        crm::portal::cancel_deletion(&state.db, &session, &crm_id, &trace, state.now()).await?;
    Ok(Json(view::listed(row, &state.base)))
}
