//! `POST /c/{crm}/webhooks/{id}/rotate`: an endpoint gets a new secret.

use api::{NewWebhookResponse, Problem};
use axum::{Json, extract::State, http::header::CACHE_CONTROL, response::IntoResponse};
use crm::webhook;

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::{IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Gives a webhook a new secret
///
/// For owner and admins, after a step-up, and for programs with a key for `webhooks`, with `If-Match`. For a day deliveries
/// are signed with both.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/webhooks/{id}/rotate",
    tag = "settings",
    operation_id = "webhook_rotate",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    responses(
        (status = 200, description = "It has a new one", body = NewWebhookResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
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
) -> Result<impl IntoResponse, Failure> {
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let at = (id.as_str(), version);
    let made = webhook::rotate(db, sealer, &crm, &by, at, trace, now).await?;
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((headers, Json(view::new_webhook(made))))
}
