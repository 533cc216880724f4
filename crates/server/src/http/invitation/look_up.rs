//! `POST /invitations/look-up`: what an invitation is about.

use api::{InvitationTicket, InvitedResponse, Problem};
use axum::{Json, extract::State, http::HeaderMap};
use crm::Token;

use crate::{
    http::{
        extract::{ApiJson, portal_session_of},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Tells what an invitation is about
///
/// For whoever holds its link; changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/invitations/look-up",
    tag = "sign-in",
    operation_id = "invitation_look_up",
    request_body = InvitationTicket,
    responses(
        (status = 200, description = "What it is about", body = InvitedResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`invitation_invalid`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<InvitationTicket>,
) -> Result<Json<InvitedResponse>, Failure> {
    let holder = portal_session_of(&state, &headers).await?;
    let ticket = Token::presented(body.ticket);
    let found = crm::staff::look_up(state.db.read(), &ticket, holder.as_ref(), state.now()).await?;
    Ok(Json(InvitedResponse {
        crm: view::crm(&found.crm, &state.base),
        email: found.email,
        role: view::role(found.role),
        inviter: found.inviter,
        can_join_with_account: found.can_join_with_account,
        by_provider_alone: found.by_provider_alone,
    }))
}
