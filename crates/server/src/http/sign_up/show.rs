//! `GET /sign-up`: who may sign up.

use api::{Problem, SignUpPolicyResponse};
use axum::{Json, extract::State};

use super::policy;
use crate::state::AppState;

/// Tells who may sign up
#[utoipa::path(
    get,
    path = "/api/v1/sign-up",
    tag = "sign-up",
    operation_id = "sign_up_policy",
    responses(
        (status = 200, description = "Who may", body = SignUpPolicyResponse),
        (status = 421, description = "`misdirected_host`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(State(state): State<AppState>) -> Json<SignUpPolicyResponse> {
    Json(SignUpPolicyResponse {
        policy: policy(&state),
        has_referral: state.referral.is_some(),
    })
}
