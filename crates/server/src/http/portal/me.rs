//! `GET /portal/me`: who is signed in at the portal.

use api::{PortalAccount, PortalMeResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{csrf, extract::Holder},
    state::AppState,
};

/// Tells who is signed in at the portal
///
/// Reads only: it extends no session and leaves no trace.
#[utoipa::path(
    get,
    path = "/api/v1/portal/me",
    tag = "portal",
    operation_id = "portal_me",
    responses(
        (status = 200, description = "Signed in", body = PortalMeResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
) -> Json<PortalMeResponse> {
    let csrf = csrf::token(&state, &session);
    let who = session.who;
    Json(PortalMeResponse {
        account: PortalAccount {
            id: who.id,
            name: who.name,
            email: who.email,
            locale: who.locale,
            time_zone: who.time_zone,
            is_operator: who.is_operator,
        },
        csrf,
        has_referral: state.referral.is_some(),
    })
}
