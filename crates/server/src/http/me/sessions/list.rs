//! `GET /c/{crm}/me/sessions`: where the user is signed in.

use api::{Problem, SessionsResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists the user's sessions at the CRM
///
/// Most recently used first.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/sessions",
    tag = "my profile",
    operation_id = "my_sessions",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The sessions", body = SessionsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Caller { session, .. }: Caller,
) -> Result<Json<SessionsResponse>, Failure> {
    let items = crm::own_sessions(state.db.read(), &session, state.now()).await?;
    let items = items.into_iter().map(view::own_session).collect();
    Ok(Json(SessionsResponse { items }))
}
