//! `GET /operator/settings`: what the server was started with.

use api::{OperatorPlan, OperatorSettingsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Operator, failure::Failure, sign_up, view},
    state::AppState,
};

/// Tells what the server was started with
///
/// From its command line, environment and configuration file; none of it changes while it runs.
#[utoipa::path(
    get,
    path = "/api/v1/operator/settings",
    tag = "operator",
    operation_id = "operator_settings",
    responses(
        (status = 200, description = "As they count", body = OperatorSettingsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
) -> Result<Json<OperatorSettingsResponse>, Failure> {
    Ok(Json(OperatorSettingsResponse {
        sign_up: sign_up::policy(&state),
        sends_mail: state.mail.is_some(),
        plan: OperatorPlan {
            price: view::money(state.plan.price()),
            trial_days: state.plan.trial_days,
            grace_days: state.plan.grace_days,
        },
        referral: state.referral.as_deref().map(view::referral_terms),
    }))
}
