//! `GET /portal/sessions`: where the account is signed in.

use api::{PortalSessionsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Lists the account's sessions at the portal
///
/// Most recently used first; with how many its users have at each CRM.
#[utoipa::path(
    get,
    path = "/api/v1/portal/sessions",
    tag = "portal",
    operation_id = "portal_sessions",
    responses(
        (status = 200, description = "The sessions", body = PortalSessionsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Holder(session): Holder,
) -> Result<Json<PortalSessionsResponse>, Failure> {
    let (db, now) = (state.db.read(), state.now());
    let items = crm::own_sessions(db, &session, now).await?;
    let crms = crm::sessions_at_crms(db, &session, now).await?;
    Ok(Json(PortalSessionsResponse {
        items: items.into_iter().map(view::own_session).collect(),
        crms: crms
            .iter()
            .map(|at| view::sessions_at_crm(at, &state.base))
            .collect(),
    }))
}
