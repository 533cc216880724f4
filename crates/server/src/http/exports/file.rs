//! `GET /c/{crm}/exports/{id}/file`: an export itself.

use api::Problem;
use axum::{extract::State, response::Response};
use crm::export::{self, Owner};

use super::sent;
use crate::{
    http::{
        extract::{Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Downloads an export
///
/// For the CRM's owner, for three days. A ZIP file with each kind of rows as CSV and as JSON lines.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/exports/{id}/file",
    tag = "settings",
    operation_id = "export_file",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The export's id")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/zip"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `not_owner`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<Response, Failure> {
    let owner = Owner::Inside(&crm, &session);
    let found = export::open(&state.db, owner, &id, &info.trace(), state.now()).await?;
    sent(&state, &found).await
}
