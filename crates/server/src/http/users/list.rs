//! `GET /c/{crm}/users`: everybody in a CRM.

use api::{Problem, UsersResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists everybody in the CRM
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/users",
    tag = "staff",
    operation_id = "users",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "By name", body = UsersResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<UsersResponse>, Failure> {
    let rows = crm::staff::directory(state.db.read(), &crm, &session).await?;
    let items = rows.into_iter().map(view::user).collect();
    Ok(Json(UsersResponse { items }))
}
