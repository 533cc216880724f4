//! `GET /portal/identity-links`: providers that recognise the account.

use api::{IdentityLinksResponse, Problem};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Lists providers of single sign-on that recognise the account
///
/// And those that could be connected, too.
#[utoipa::path(
    get,
    path = "/api/v1/portal/identity-links",
    tag = "portal",
    operation_id = "portal_identity_links",
    responses(
        (status = 200, description = "The providers", body = IdentityLinksResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<IdentityLinksResponse>, Failure> {
    let db = state.db.read();
    let links = sso::identity_links(db, &session).await?;
    let offers = sso::offers_of_server(db).await?;
    Ok(Json(view::identity_links(links, offers, &state.base)))
}
