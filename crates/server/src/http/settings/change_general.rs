//! `PATCH /c/{crm}/settings/general`: what the CRM is called from now on.

use api::{GeneralSettingsResponse, PatchGeneralSettingsRequest, Problem};
use axum::{extract::State, response::IntoResponse};
use crm::GeneralChange;

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

/// Says what the CRM is called, and by whose clock it works
///
/// For owner and admins, with `If-Match`. It counts at once.
#[utoipa::path(
    patch,
    path = "/api/v1/c/{crm}/settings/general",
    tag = "settings",
    operation_id = "settings_change_general",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = PatchGeneralSettingsRequest,
    responses(
        (status = 200, description = "Changed", body = GeneralSettingsResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
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
    ApiJson(body): ApiJson<PatchGeneralSettingsRequest>,
) -> Result<impl IntoResponse, Failure> {
    let change = GeneralChange {
        name: body.name.as_deref(),
        locale: body.locale.as_deref(),
        time_zone: body.time_zone.as_deref(),
        audit_days: body.audit_days,
    };
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::change_general_settings(db, &crm, &session, version, change, trace, now);
    let changed = changed.await?;
    Ok(versioned(
        changed.version,
        view::general_settings(changed, &state.base),
    ))
}
