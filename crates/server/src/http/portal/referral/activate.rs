//! `POST /portal/referral/activate`: rules are accepted.

use api::{ActivateReferralRequest, Problem, ReferralResponse};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Accepts the rules of the referral programme
///
/// From here on the account has a link that counts, always the same.
#[utoipa::path(
    post,
    path = "/api/v1/portal/referral/activate",
    tag = "portal",
    operation_id = "portal_activate_referral",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = ActivateReferralRequest,
    responses(
        (status = 200, description = "Accepted", body = ReferralResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`; `rules_not_accepted` for others than the rules as they are now; `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<ActivateReferralRequest>,
) -> Result<Json<ReferralResponse>, Failure> {
    let (programme, version) = (super::programme(&state)?, &body.rules_version);
    let (db, trace, now) = (&state.db, info.trace(), state.now());
    crm::referral::activate(db, &session, programme, version, &trace, now).await?;
    super::shown(&state, &session).await
}
