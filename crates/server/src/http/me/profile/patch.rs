//! `PATCH /c/{crm}/me`: other names for the user.

use api::{MyProfileResponse, PatchMyProfileRequest, Problem};
use axum::{extract::State, response::IntoResponse};
use crm::ProfileChange;

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

/// Changes what the user is called
///
/// With `If-Match`. The e-mail address and the username have operations of their own.
#[utoipa::path(
    patch,
    path = "/api/v1/c/{crm}/me",
    tag = "my profile",
    operation_id = "my_profile_patch",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = PatchMyProfileRequest,
    responses(
        (status = 200, description = "Changed", body = MyProfileResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
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
    ApiJson(body): ApiJson<PatchMyProfileRequest>,
) -> Result<impl IntoResponse, Failure> {
    let change = ProfileChange {
        first_name: body.first_name.as_deref(),
        last_name: body.last_name.as_deref(),
        title: body.title.as_deref(),
    };
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::change_profile(db, &crm, &session, version, change, trace, now).await?;
    Ok(versioned(changed.version, view::own_profile(&crm, changed)))
}
