//! `POST /c/{crm}/webhooks`: another endpoint.

use api::{NewWebhookResponse, Problem, WebhookRequest};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::IntoResponse,
};
use crm::webhook;

use super::check_target;
use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::ApiJson,
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Adds a webhook
///
/// For owner and admins, after a step-up, and for programs with a key for `webhooks`. The answer is the only one that ever
/// holds the secret. It is told what happens from now on.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/webhooks",
    tag = "settings",
    operation_id = "webhook_create",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    request_body = WebhookRequest,
    responses(
        (status = 201, description = "Added", body = NewWebhookResponse),
        (status = 400, description = "`validation_failed`, also of `url` where there are ten", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    ApiJson(body): ApiJson<WebhookRequest>,
) -> Result<impl IntoResponse, Failure> {
    let input = view::webhook_input(&body);
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    webhook::check(&by, input, now)?;
    check_target(&state, &body.url)?;
    let made = webhook::add(db, sealer, &crm, &by, input, trace, now).await?;
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, Json(view::new_webhook(made))))
}
