//! `POST /c/{crm}/webhooks/{id}/test`: something to receive.

use api::Problem;
use axum::{extract::State, http::StatusCode};
use crm::webhook;

use crate::{
    http::{
        access::{Access, KeepingWebhooks},
        extract::PathId,
        failure::Failure,
    },
    state::AppState,
};

/// Sends a webhook an event that says nothing
///
/// For owner and admins, and for programs with a key for `webhooks`. Its type is `webhook.test`, whatever the webhook is
/// told otherwise.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/webhooks/{id}/test",
    tag = "settings",
    operation_id = "webhook_test",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The endpoint's id"),
        ("x-csrf-token" = Option<String>, Header, description = "`csrf` of the session, without a key")),
    security((), ("api_key" = [])),
    responses(
        (status = 202, description = "It is on its way"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`; of a key also `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`, also of one that is off", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Access { crm, by, .. }: Access<KeepingWebhooks>,
    PathId(id): PathId,
) -> Result<StatusCode, Failure> {
    webhook::send_test(&state.db, &crm, &by, &id, state.now()).await?;
    Ok(StatusCode::ACCEPTED)
}
