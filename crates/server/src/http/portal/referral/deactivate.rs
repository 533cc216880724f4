//! `POST /portal/referral/deactivate`: the link counts no more.

use api::{Problem, ReferralResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Takes part in the referral programme no more
///
/// The link counts no more. Whoever came by it before goes on bringing rewards.
#[utoipa::path(
    post,
    path = "/api/v1/portal/referral/deactivate",
    tag = "portal",
    operation_id = "portal_deactivate_referral",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "The link counts no more", body = ReferralResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<Json<ReferralResponse>, Failure> {
    super::programme(&state)?;
    crm::referral::deactivate(&state.db, &session, &info.trace(), state.now()).await?;
    super::shown(&state, &session).await
}
