//! `POST /c/{crm}/enter`: a ticket for a session.

use api::{EnterRequest, EnterResponse, Problem};
use axum::{Json, extract::State, response::IntoResponse};
use crm::Token;

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, PathCrm},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Exchanges an enter ticket for a session
///
/// A ticket is good once, for a minute, and for one CRM. Sets the session cookie.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/enter",
    tag = "sign-in",
    operation_id = "enter",
    params(("crm" = String, Path, description = "The CRM's slug")),
    request_body = EnterRequest,
    responses(
        (status = 200, description = "Signed in", body = EnterResponse),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    PathCrm(crm): PathCrm,
    ApiJson(body): ApiJson<EnterRequest>,
) -> Result<impl IntoResponse, Failure> {
    let ticket = Token::presented(body.ticket);
    let session = crm::enter(&state.db, &crm, &ticket, &info.trace(), state.now()).await?;
    let url = crm.home_path();
    Ok((
        Jar::Crm(&crm).set(&session, &state.base),
        Json(EnterResponse { url }),
    ))
}
