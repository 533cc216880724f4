//! `POST /portal/step-up/passkey`: proving who one is again by a passkey.

use api::{PasskeyAnswerRequest, Problem};
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use crm::Token;

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
        passkey,
    },
    state::AppState,
};

/// Proves who one is by a passkey
///
/// With what `navigator.credentials.get` gave. The session gets a new cookie; five wrong answers end it.
#[utoipa::path(
    post,
    path = "/api/v1/portal/step-up/passkey",
    tag = "portal",
    operation_id = "portal_step_up_passkey",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = PasskeyAnswerRequest,
    responses(
        (status = 204, description = "Proved"),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `passkey_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<PasskeyAnswerRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, party, trace) = (&state.db, passkey::party(&state)?, &info.trace());
    let given = (&Token::presented(body.ticket), &body.credential);
    let proved =
        crm::passkey::finish_step_up(db, party, &session, given, trace, state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Portal.set(&proved, &state.base),
    ))
}
