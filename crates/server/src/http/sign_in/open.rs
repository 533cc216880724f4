//! `POST /sign-in/tickets/current/open`: one of what the password opens.

use api::{EnterResponse, ErrorCode, OpenChoiceRequest, Problem};
use axum::{Json, extract::State, http::HeaderMap, response::IntoResponse};
use crm::Opened;

use crate::{
    http::{cookie::Jar, extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Opens one of the list
///
/// Each once. Sets the session cookie of the CRM or the portal.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/tickets/current/open",
    tag = "sign-in",
    operation_id = "sign_in_open",
    request_body = OpenChoiceRequest,
    responses(
        (status = 200, description = "Signed in", body = EnterResponse),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    ApiJson(body): ApiJson<OpenChoiceRequest>,
) -> Result<impl IntoResponse, Failure> {
    let ticket = Jar::Selection.token(&headers, &state.base);
    let ticket = ticket.ok_or(ErrorCode::TicketInvalid)?;
    let trace = info.trace();
    let opened = crm::open_selected(&state.db, &ticket, &body.choice, &trace, state.now()).await?;
    let (cookie, url) = match opened {
        Opened::Portal(session) => (
            Jar::Portal.set(&session, &state.base),
            "/account".to_owned(),
        ),
        Opened::Crm(crm, session) => (Jar::Crm(&crm).set(&session, &state.base), crm.home_path()),
    };
    Ok((cookie, Json(EnterResponse { url })))
}
