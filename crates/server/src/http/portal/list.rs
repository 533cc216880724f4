//! `GET /portal/crms`: the account's CRMs.

use api::{PortalCrmsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Lists the account's CRMs
#[utoipa::path(
    get,
    path = "/api/v1/portal/crms",
    tag = "portal",
    operation_id = "portal_crms",
    responses(
        (status = 200, description = "Last opened first", body = PortalCrmsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<PortalCrmsResponse>, Failure> {
    crm::touch(&state.db, &session, state.now()).await?;
    let rows = crm::portal::list(state.db.read(), &session).await?;
    let items = rows.into_iter().map(|row| view::listed(row, &state.base));
    Ok(Json(PortalCrmsResponse {
        items: items.collect(),
    }))
}
