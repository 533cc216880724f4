//! `GET /c/{crm}/me/step-up/sso`: providers to prove by who one is.

use api::{Problem, SsoOffersResponse};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::Enrollee, failure::Failure, view},
    state::AppState,
};

/// Lists the providers by which the user may prove who they are
///
/// They recognise the user and, where the user has a second factor, vouch for one.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/step-up/sso",
    tag = "my profile",
    operation_id = "my_step_up_sso_offers",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The providers", body = SsoOffersResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Enrollee { crm, session }: Enrollee,
) -> Result<Json<SsoOffersResponse>, Failure> {
    let offers = sso::proofs(state.db.read(), &session, Some(&crm)).await?;
    let items = view::sso_offers(offers, &state.base);
    Ok(Json(SsoOffersResponse { items }))
}
