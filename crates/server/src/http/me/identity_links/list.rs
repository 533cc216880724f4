//! `GET /c/{crm}/me/identity-links`: providers that recognise the user.

use api::{IdentityLinksResponse, Problem};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists providers of single sign-on that recognise the user
///
/// And those that could be connected, too.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/identity-links",
    tag = "my profile",
    operation_id = "my_identity_links",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The providers", body = IdentityLinksResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<IdentityLinksResponse>, Failure> {
    let db = state.db.read();
    let links = sso::identity_links(db, &session).await?;
    let offers = sso::offers_of_crm(db, &crm).await?;
    Ok(Json(view::identity_links(links, offers, &state.base)))
}
