//! `GET /portal/step-up/sso`: providers to prove by who one is.

use api::{Problem, SsoOffersResponse};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Lists the providers by which the account's holder may prove who they are
///
/// They recognise the account and, where it has a second factor, vouch for one.
#[utoipa::path(
    get,
    path = "/api/v1/portal/step-up/sso",
    tag = "portal",
    operation_id = "portal_step_up_sso_offers",
    responses(
        (status = 200, description = "The providers", body = SsoOffersResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<SsoOffersResponse>, Failure> {
    let offers = sso::proofs(state.db.read(), &session, None).await?;
    let items = view::sso_offers(offers, &state.base);
    Ok(Json(SsoOffersResponse { items }))
}
