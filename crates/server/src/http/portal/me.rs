//! `GET /portal/me`: who is signed in at the portal.

use api::{PortalMeResponse, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{csrf, extract::Holder, versioned::versioned, view},
    state::AppState,
};

/// Tells who is signed in at the portal
///
/// Reads only: it extends no session and leaves no trace. `ETag` is that of the account.
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
) -> impl IntoResponse {
    let csrf = csrf::token(&state, &session);
    let me = PortalMeResponse {
        has_password: session.has_password,
        account: view::portal_account(session.who),
        csrf,
        sign_out_url: "/api/v1/portal/sign-out".to_owned(),
        has_referral: state.referral.is_some(),
    };
    versioned(me.account.version, me)
}
