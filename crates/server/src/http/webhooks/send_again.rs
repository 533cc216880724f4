//! `POST /c/{crm}/webhooks/{id}/deliveries/{delivery}/send`: something is sent again.

use api::Problem;
use axum::{extract::State, http::StatusCode};
use crm::webhook;

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::ApiPath,
        failure::Failure,
    },
    state::AppState,
};

#[derive(serde::Deserialize)]
pub(crate) struct Segments {
    id: String,
    delivery: String,
}

/// Sends something to a webhook again
///
/// For owner and admins, and for programs with a key for `webhooks`. The event keeps its id.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/webhooks/{id}/deliveries/{delivery}/send",
    tag = "settings",
    operation_id = "webhook_send_again",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id"),
        ("delivery" = String, Path, description = "The delivery's id"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    responses(
        (status = 202, description = "It is on its way"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`, also of a webhook that is off and of what waits to be sent", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    ApiPath(Segments { id, delivery }): ApiPath<Segments>,
) -> Result<StatusCode, Failure> {
    let which = (id.as_str(), delivery.as_str());
    webhook::send_again(&state.db, &crm, &by, which, state.now()).await?;
    Ok(StatusCode::ACCEPTED)
}
