//! `GET /portal/crms/{crm_id}/exports`: how far exports are.

use api::{ExportsResponse, Problem};
use axum::{Json, extract::State};
use crm::export::{self, Owner};

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Lists exports of a CRM that waits for its deletion
///
/// For its owner: those that are under way or can be downloaded.
#[utoipa::path(
    get,
    path = "/api/v1/portal/crms/{crm_id}/exports",
    tag = "portal",
    operation_id = "portal_exports",
    params(("crm_id" = String, Path, description = "The CRM's id")),
    responses(
        (status = 200, description = "Newest first", body = ExportsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `forbidden` while the CRM can be entered", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<Json<ExportsResponse>, Failure> {
    let owner = Owner::AtPortal(&crm_id, &session);
    let rows = export::orders(state.db.read(), owner, state.now()).await?;
    Ok(Json(view::exports(rows)))
}
