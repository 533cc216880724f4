//! `GET /sign-in/resolve`: which CRM an address means.

use api::{ErrorCode, Problem, ResolveQuery, ResolveResponse, SignInMethod};
use axum::{Json, extract::State};
use crm::{Crm, sso};

use crate::{
    http::{extract::ApiQuery, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Finds the CRM behind an address
#[utoipa::path(
    get,
    path = "/api/v1/sign-in/resolve",
    tag = "sign-in",
    operation_id = "sign_in_resolve",
    params(ResolveQuery),
    responses(
        (status = 200, description = "The CRM", body = ResolveResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiQuery(query): ApiQuery<ResolveQuery>,
) -> Result<Json<ResolveResponse>, Failure> {
    crm::note_look_up(&state.db, info.ip, state.now()).await?;
    let crm = find(&state, &query.address)
        .await?
        .ok_or(ErrorCode::CrmNotFound)?;
    let offers = sso::offers_of_crm(state.db.read(), &crm).await?;
    let by_password = offers.iter().all(|offer| !offer.required);
    let methods = [
        by_password.then_some(SignInMethod::Password),
        Some(SignInMethod::Qr),
        (!offers.is_empty()).then_some(SignInMethod::Sso),
        (by_password && state.passkeys.is_some()).then_some(SignInMethod::Passkey),
    ];
    Ok(Json(ResolveResponse {
        crm: view::crm(&crm, &state.base),
        page: crm.sign_in_path(),
        methods: methods.into_iter().flatten().collect(),
        sso: view::sso_offers(offers, &state.base),
    }))
}

/// The CRM that somebody wants to sign in to. A wrong address counts as a look-up, or this would be a way
/// around the limit.
pub(crate) async fn named(
    state: &AppState,
    info: &RequestInfo,
    address: &str,
) -> Result<Crm, Failure> {
    if let Some(crm) = find(state, address).await? {
        return Ok(crm);
    }
    crm::note_look_up(&state.db, info.ip, state.now()).await?;
    Err(ErrorCode::CrmNotFound.into())
}

/// The CRM that an address means here.
pub(crate) async fn find(state: &AppState, address: &str) -> Result<Option<Crm>, Failure> {
    match crm::address::slug_in(address, state.base.authority()) {
        Some(slug) => Ok(crm::crm_by_slug(state.db.read(), &slug, state.now()).await?),
        None => Ok(None),
    }
}
