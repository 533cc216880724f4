//! `GET /portal/referral`: what is promised, and how the account takes part.

use api::{Problem, ReferralResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure},
    state::AppState,
};

/// Tells what is promised to who recommends the service, and how the account takes part
#[utoipa::path(
    get,
    path = "/api/v1/portal/referral",
    tag = "portal",
    operation_id = "portal_referral",
    responses(
        (status = 200, description = "What is promised, and the account's link once rules are accepted", body = ReferralResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Result<Json<ReferralResponse>, Failure> {
    crm::touch(&state.db, &session, state.now()).await?;
    super::shown(&state, &session).await
}
