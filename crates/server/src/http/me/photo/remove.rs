//! `DELETE /c/{crm}/me/photo`: no photo of the user any more.

use api::{MyProfileResponse, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{
        extract::{Caller, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Takes the user's photo away
///
/// With `If-Match`. Their initials are shown from then on.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/me/photo",
    tag = "my profile",
    operation_id = "my_photo_remove",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "There is none", body = MyProfileResponse),
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
) -> Result<impl IntoResponse, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::remove_photo(db, &crm, &session, version, trace, now).await?;
    Ok(versioned(changed.version, view::own_profile(&crm, changed)))
}
