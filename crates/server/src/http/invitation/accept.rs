//! `POST /invitations/accept`: somebody new is in.

use api::{AcceptInvitationRequest, EnterResponse, Problem};
use axum::{Json, extract::State, response::IntoResponse};
use crm::{Token, staff::Acceptance};

use crate::{
    http::{
        cookie::{self, Jar},
        extract::ApiJson,
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Takes an invitation as a new person
///
/// Sets the session cookie of the CRM.
#[utoipa::path(
    post,
    path = "/api/v1/invitations/accept",
    tag = "sign-in",
    operation_id = "invitation_accept",
    request_body = AcceptInvitationRequest,
    responses(
        (status = 200, description = "Signed in", body = EnterResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`method_not_allowed_here`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`username_taken`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`invitation_invalid`, `password_weak`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<AcceptInvitationRequest>,
) -> Result<impl IntoResponse, Failure> {
    let new = Acceptance {
        first_name: &body.first_name,
        last_name: &body.last_name,
        username: body.username.as_deref(),
        password: &body.password,
        locale: info.locale.tag(),
        time_zone: body.time_zone.as_deref(),
    };
    let ticket = Token::presented(body.ticket);
    let (db, hasher) = (&state.db, &state.hasher);
    let taken = crm::staff::accept(db, hasher, &ticket, new, &info.trace(), state.now()).await?;
    let url = taken.crm.home_path();
    let jar = Jar::Crm(&taken.crm);
    let cookies = cookie::sign_in(jar, &taken.session, &info, &state.base);
    Ok((cookies, Json(EnterResponse { url })))
}
