//! `GET /c/{crm}/webhooks/{id}/deliveries`: what was sent to an endpoint.

use api::{Problem, WebhookDeliveriesResponse};
use axum::{Json, extract::State};
use crm::webhook;

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::PathId,
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Lists what was sent to a webhook
///
/// For owner and admins, and for programs with a key for `webhooks`.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/webhooks/{id}/deliveries",
    tag = "settings",
    operation_id = "webhook_deliveries",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id")),
    security((), ("api_key" = [])),
    responses(
        (status = 200, description = "The latest, newest first", body = WebhookDeliveriesResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    PathId(id): PathId,
) -> Result<Json<WebhookDeliveriesResponse>, Failure> {
    let rows = webhook::deliveries(state.db.read(), &crm, &by, &id).await?;
    let items = rows.into_iter().map(view::delivery).collect();
    Ok(Json(WebhookDeliveriesResponse { items }))
}
