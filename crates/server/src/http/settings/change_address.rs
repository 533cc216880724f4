//! `PUT /c/{crm}/settings/address`: where the CRM is from now on.

use api::{ChangeAddressRequest, GeneralSettingsResponse, Problem};
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

/// Moves the CRM to another address
///
/// For the owner, after a step-up, with `If-Match`; once in thirty days. For ninety days the former address is nobody
/// else's: pages there lead on, and calls are answered as at the new one. With `slug_taken` come three in `suggestions`
/// that are free.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/settings/address",
    tag = "settings",
    operation_id = "settings_change_address",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = ChangeAddressRequest,
    responses(
        (status = 200, description = "Moved", body = GeneralSettingsResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `not_owner`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`slug_taken`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`slug_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    IfMatch(version): IfMatch,
    ApiJson(body): ApiJson<ChangeAddressRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let moved = crm::change_crm_address(db, &crm, &session, version, &body.slug, trace, now);
    let moved = moved.await?;
    Ok(versioned(
        moved.version,
        view::general_settings(moved, &state.base),
    ))
}
