//! `GET /sign-in/sso`: providers that may speak for an address.

use api::{Problem, SsoOffersQuery, SsoOffersResponse};
use axum::{Json, extract::State};
use crm::sso;

use crate::{
    http::{extract::ApiQuery, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Lists providers that may speak for an e-mail address
///
/// By its domain, which is public: whether somebody has the address isn't told. Without an address it lists what the
/// server offers to accounts.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/sso",
    tag = "sign-in",
    operation_id = "sign_in_sso_offers",
    params(SsoOffersQuery),
    responses(
        (status = 200, description = "The providers", body = SsoOffersResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiQuery(query): ApiQuery<SsoOffersQuery>,
) -> Result<Json<SsoOffersResponse>, Failure> {
    let offers = match &query.email {
        Some(email) => {
            crm::note_look_up(&state.db, info.ip, state.now()).await?;
            sso::offers_for_email(state.db.read(), email).await?
        }
        None => sso::offers_of_server(state.db.read()).await?,
    };
    let items = view::sso_offers(offers, &state.base);
    Ok(Json(SsoOffersResponse { items }))
}
