//! `DELETE /c/{crm}/webhooks/{id}`: an endpoint goes.

use api::Problem;
use axum::{extract::State, http::StatusCode};
use crm::webhook;

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::{IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Takes a webhook away
///
/// For owner and admins, and for programs with a key for `webhooks`, with `If-Match`. What was on its way there is sent no
/// more.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/webhooks/{id}",
    tag = "settings",
    operation_id = "webhook_remove",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Failure> {
    let (at, trace, now) = ((id.as_str(), version), &info.trace(), state.now());
    webhook::remove(&state.db, &crm, &by, at, trace, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
