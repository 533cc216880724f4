//! `POST /sign-in/qr/{id}/exchange`: an approved sign-in by QR code for a session.

use api::{ErrorCode, Problem, SignInResponse};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{AppendHeaders, IntoResponse as _, Response},
};
use crm::qr::Exchanged;

use crate::{
    http::{cookie::Jar, extract::PathId, failure::Failure, observe::RequestInfo, sign_in::step},
    state::AppState,
};

/// Signs in with an approved QR code
///
/// Once, in the browser that began it. Sets the session cookie, asks for a code, or, where an account approved and no
/// CRM was named, lists what the account opens.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/qr/{id}/exchange",
    tag = "sign-in",
    operation_id = "qr_exchange",
    params(("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "What comes next", body = SignInResponse),
        (status = 400, description = "`ticket_invalid`; `slow_down` before it is approved", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`qr_wrong_crm`, `crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    PathId(id): PathId,
) -> Result<Response, Failure> {
    let jar = Jar::Qr(&id);
    let poll = jar.token(&headers, &state.base);
    let poll = poll.ok_or(ErrorCode::TicketInvalid)?;
    let (db, now) = (&state.db, state.now());
    let answer = match crm::qr::exchange(db, &id, &poll, &info.trace(), now).await? {
        Exchanged::Step(next) => step::answer(next, &info, &state),
        Exchanged::Select(list) => step::select(list, &state),
    };
    Ok((AppendHeaders(jar.clear(&state.base)), answer).into_response())
}
