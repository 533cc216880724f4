//! `GET /c/{crm}/unread`: how much of what somebody was told they haven't read.

use api::{Problem, UnreadResponse};
use axum::{Json, extract::State};

use crate::{
    http::{failure::Failure, registrant::Registrant},
    state::AppState,
};

/// Counts what the caller hasn't read
///
/// By session or by the desktop client's token. Reads only: it extends no session.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/unread",
    tag = "notifications",
    operation_id = "unread",
    params(("crm" = String, Path, description = "The CRM's slug")),
    security((), ("device_token" = [])),
    responses(
        (status = 200, description = "How many", body = UnreadResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Registrant { crm, session, .. }: Registrant,
) -> Result<Json<UnreadResponse>, Failure> {
    let unread = crm::notification::unread(state.db.read(), &crm, &session).await?;
    Ok(Json(UnreadResponse { unread }))
}
