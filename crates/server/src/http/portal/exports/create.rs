//! `POST /portal/crms/{crm_id}/exports`: everything of a CRM in a file.

use api::{Export, Problem};
use axum::{Json, extract::State, http::StatusCode};
use crm::export::{self, Owner};

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Asks for an export of a CRM that waits for its deletion
///
/// For its owner, after a step-up, three times a day. While one is under way the answer is that one. Otherwise the
/// CRM's own settings have this.
#[utoipa::path(
    post,
    path = "/api/v1/portal/crms/{crm_id}/exports",
    tag = "portal",
    operation_id = "portal_export_create",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 202, description = "Under way", body = Export),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `step_up_required`, `forbidden` while the CRM can be entered, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<(StatusCode, Json<Export>), Failure> {
    let owner = Owner::AtPortal(&crm_id, &session);
    let row = export::order(&state.db, owner, &info.trace(), state.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(view::export(row))))
}
