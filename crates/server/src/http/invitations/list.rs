//! `GET /c/{crm}/invitations`: who was asked and isn't in yet.

use api::{InvitationsResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Lists open invitations
///
/// For owner and admins.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/invitations",
    tag = "staff",
    operation_id = "invitations",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "Newest first", body = InvitationsResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<Json<InvitationsResponse>, Failure> {
    let rows = crm::staff::invitations(state.db.read(), &crm, &session).await?;
    let items = rows.into_iter().map(view::invitation).collect();
    let can_send_mail = state.mail.is_some();
    Ok(Json(InvitationsResponse {
        items,
        can_send_mail,
    }))
}
