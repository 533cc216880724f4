//! `PUT /c/{crm}/webhooks/{id}`: an endpoint is another one from now on.

use api::{Problem, Webhook, WebhookRequest};
use axum::{Json, extract::State};
use crm::webhook::{self, EndpointChange};

use super::check_target;
use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::{ApiJson, IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Changes a webhook
///
/// For owner and admins, after a step-up, and for programs with a key for `webhooks`, with `If-Match`. One that is switched
/// on again is told what happens from then on.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/webhooks/{id}",
    tag = "settings",
    operation_id = "webhook_change",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    request_body = WebhookRequest,
    responses(
        (status = 200, description = "Changed", body = Webhook),
        (status = 400, description = "`validation_failed`, of `secret` where there is none to switch it on with", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    ApiJson(body): ApiJson<WebhookRequest>,
) -> Result<Json<Webhook>, Failure> {
    let input = view::webhook_input(&body);
    let now = state.now();
    webhook::check(&by, input, now)?;
    check_target(&state, &body.url)?;
    let change = EndpointChange {
        id: &id,
        version,
        input,
    };
    let row = webhook::change(&state.db, &crm, &by, change, &info.trace(), now).await?;
    Ok(Json(view::webhook(row)))
}
