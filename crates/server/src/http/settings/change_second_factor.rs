//! `PUT /c/{crm}/settings/second-factor`: who must have a second factor from now on.

use api::{FactorRulesRequest, FactorRulesResponse, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{
        extract::{ApiJson, Caller, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Says who must have a second factor
///
/// For owner and admins, after a step-up, with `If-Match`. Of whom it is newly demanded has seven days; after
/// that everything but setting one up answers `factor_required_by_policy`.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/settings/second-factor",
    tag = "settings",
    operation_id = "settings_change_second_factor",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = FactorRulesRequest,
    responses(
        (status = 200, description = "Changed", body = FactorRulesResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    IfMatch(version): IfMatch,
    ApiJson(body): ApiJson<FactorRulesRequest>,
) -> Result<impl IntoResponse, Failure> {
    let rules = (view::policy_of(body.policy), body.allow_trusted_devices);
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::change_factor_rules(db, &crm, &session, version, rules, trace, now).await?;
    let rules = changed.factor_rules;
    Ok(versioned(
        changed.version,
        view::factor_rules(rules, changed.version),
    ))
}
