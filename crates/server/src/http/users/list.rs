//! `GET /c/{crm}/users`: everybody in a CRM.

use api::{Problem, UsersResponse};
use axum::{Json, extract::State};

use crate::{
    http::{
        access::{Access, Reading},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Lists everybody in the CRM
///
/// Also for programs, with a key that may `read`.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/users",
    tag = "staff",
    operation_id = "users",
    params(("crm" = String, Path, description = "The CRM's slug")),
    security((), ("api_key" = [])),
    responses(
        (status = 200, description = "By name", body = UsersResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`; of a key `forbidden`, `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Access { crm, by, .. }: Access<Reading>,
) -> Result<Json<UsersResponse>, Failure> {
    let rows = crm::staff::directory(state.db.read(), &crm, &by).await?;
    let items = rows.into_iter().map(|row| view::user(&crm, row)).collect();
    Ok(Json(UsersResponse { items }))
}
