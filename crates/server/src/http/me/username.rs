//! `PUT /c/{crm}/me/username`: another username for the user.

use api::{ChangeUsernameRequest, MyProfileResponse, Problem};
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

/// Changes the user's username
///
/// With `If-Match`. It counts at once; five changes a day are allowed. The name that was given up is nobody else's for
/// thirty days. With `username_taken` come three in `suggestions` that are free.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/me/username",
    tag = "my profile",
    operation_id = "my_username",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = ChangeUsernameRequest,
    responses(
        (status = 200, description = "Changed", body = MyProfileResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`username_taken`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    IfMatch(version): IfMatch,
    ApiJson(body): ApiJson<ChangeUsernameRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let wanted = body.username.as_str();
    let changed = crm::change_username(db, &crm, &session, version, wanted, trace, now).await?;
    Ok(versioned(changed.version, view::own_profile(&crm, changed)))
}
