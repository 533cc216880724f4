//! `PATCH /portal/me`: what the holder of the account is called from now on.

use api::{PatchPortalMeRequest, PortalAccount, Problem};
use axum::{extract::State, response::IntoResponse};
use crm::portal::AccountChange;

use crate::{
    http::{
        extract::{ApiJson, Holder, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Says what the holder of the account is called, and how they are written to
///
/// With `If-Match`. Users in CRMs stay as they are, unless `in_crms` says otherwise. The e-mail address has an operation of
/// its own.
#[utoipa::path(
    patch,
    path = "/api/v1/portal/me",
    tag = "portal",
    operation_id = "portal_me_patch",
    params(("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = PatchPortalMeRequest,
    responses(
        (status = 200, description = "Changed", body = PortalAccount),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
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
    ApiJson(body): ApiJson<PatchPortalMeRequest>,
) -> Result<impl IntoResponse, Failure> {
    let change = AccountChange {
        name: body.name.as_deref(),
        locale: body.locale.as_deref(),
        time_zone: body.time_zone.as_deref(),
        in_crms: body.in_crms,
    };
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let changed = crm::portal::change_account(db, &session, version, change, trace, now).await?;
    Ok(versioned(changed.version, view::portal_account(changed)))
}
