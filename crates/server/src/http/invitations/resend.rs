//! `POST /c/{crm}/invitations/{id}/resend`: another letter.

use api::{Invitation, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Sends the letter again
///
/// The link in the one before stops working. Once in ten minutes.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/invitations/{id}/resend",
    tag = "staff",
    operation_id = "invitation_resend",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The invitation's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "Sent again", body = Invitation),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`email_taken`: somebody in the CRM has the address by now", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<Json<Invitation>, Failure> {
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let row = crm::staff::resend(db, &crm, &session, &id, trace, now).await?;
    Ok(Json(view::invitation(row)))
}
