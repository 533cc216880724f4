//! `GET /portal/crms/{crm_id}/exports/{id}/file`: an export itself.

use api::Problem;
use axum::{extract::State, response::Response};
use crm::export::{self, Owner};

use crate::{
    http::{
        exports::sent,
        extract::{ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Downloads an export of a CRM that waits for its deletion
///
/// For its owner, for three days. A ZIP file with each kind of rows as CSV and as JSON lines.
#[utoipa::path(
    get,
    path = "/api/v1/portal/crms/{crm_id}/exports/{id}/file",
    tag = "portal",
    operation_id = "portal_export_file",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("id" = String, Path, description = "The export's id")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/zip"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_owner`, `forbidden` while the CRM can be entered", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`purge_started`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath((crm_id, id)): ApiPath<(String, String)>,
) -> Result<Response, Failure> {
    let owner = Owner::AtPortal(&crm_id, &session);
    let found = export::open(&state.db, owner, &id, &info.trace(), state.now()).await?;
    sent(&state, &found).await
}
