//! `GET /c/{crm}/exports`: how far exports are.

use api::{ExportsResponse, Problem};
use axum::{Json, extract::State};
use crm::export::{self, Owner};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists the CRM's exports that are under way or can be downloaded
///
/// For its owner.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/exports",
    tag = "settings",
    operation_id = "exports",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "Newest first", body = ExportsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `not_owner`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<ExportsResponse>, Failure> {
    let owner = Owner::Inside(&crm, &session);
    let rows = export::orders(state.db.read(), owner, state.now()).await?;
    Ok(Json(view::exports(rows)))
}
