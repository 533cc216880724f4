//! `GET /c/{crm}/webhooks`: the CRM's endpoints.

use api::{Problem, WebhooksResponse};
use axum::{Json, extract::State};
use crm::{EventKind, webhook};

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Lists the CRM's webhooks
///
/// For owner and admins, and for programs with a key for `webhooks`.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/webhooks",
    tag = "settings",
    operation_id = "webhooks",
    params(("crm" = String, Path, description = "The CRM's slug")),
    security((), ("api_key" = [])),
    responses(
        (status = 200, description = "The endpoints, and what they can be told", body = WebhooksResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
) -> Result<Json<WebhooksResponse>, Failure> {
    let rows = webhook::endpoints(state.db.read(), &crm, &by).await?;
    let names = EventKind::ALL.map(|kind| kind.name().to_owned());
    Ok(Json(WebhooksResponse {
        items: rows.into_iter().map(view::webhook).collect(),
        types: names.to_vec(),
    }))
}
