//! `POST /portal/invitations/accept`: the holder of an account is in.

use api::{EnterResponse, InvitationTicket, Problem};
use axum::{Json, extract::State, response::IntoResponse};
use crm::Token;

use crate::{
    http::{
        cookie::{self, Jar},
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Takes an invitation with one's account
///
/// For the account that has proved to have the invited address. Sets the session cookie of the CRM.
#[utoipa::path(
    post,
    path = "/api/v1/portal/invitations/accept",
    tag = "portal",
    operation_id = "portal_join",
    params(("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = InvitationTicket,
    responses(
        (status = 200, description = "Signed in", body = EnterResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`method_not_allowed_here`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`crm_already_in_list`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`invitation_invalid`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<InvitationTicket>,
) -> Result<impl IntoResponse, Failure> {
    let ticket = Token::presented(body.ticket);
    let trace = info.trace();
    let taken =
        crm::staff::accept_with_account(&state.db, &session, &ticket, &trace, state.now()).await?;
    let url = taken.crm.home_path();
    let jar = Jar::Crm(&taken.crm);
    let cookies = cookie::sign_in(jar, &taken.session, &info, &state.base);
    Ok((cookies, Json(EnterResponse { url })))
}
