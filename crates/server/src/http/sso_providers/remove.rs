//! `DELETE /c/{crm}/sso-providers/{id}`: a provider goes.

use api::Problem;
use axum::{extract::State, http::StatusCode};
use crm::sso;

use crate::{
    http::{
        extract::{Caller, IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Takes a provider of single sign-on away
///
/// For owner and admins, after a step-up, with `If-Match`. It recognises nobody any more; sessions stay.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/sso-providers/{id}",
    tag = "settings",
    operation_id = "sso_provider_remove",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The provider's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    sso::remove_provider(db, &crm, &session, (&id, version), trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
