//! `DELETE /portal/me/photo`: no photo of the holder of the account any more.

use api::{PortalAccount, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{
        extract::{Holder, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Takes the photo of the holder of the account away
///
/// With `If-Match`. Their initials are shown from then on. Users in CRMs keep theirs.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/me/photo",
    tag = "portal",
    operation_id = "portal_photo_remove",
    params(("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "There is none", body = PortalAccount),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    IfMatch(version): IfMatch,
) -> Result<impl IntoResponse, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::portal::remove_account_photo(db, &session, version, trace, now).await?;
    Ok(versioned(changed.version, view::portal_account(changed)))
}
