//! `POST /c/{crm}/me/passkeys`: a passkey that was made.

use api::{Passkey, PasskeyAnswerRequest, Problem};
use axum::{Json, extract::State, http::StatusCode};
use crm::Token;

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
        passkey,
    },
    state::AppState,
};

/// Adds a passkey
///
/// After a step-up, with what `navigator.credentials.create` gave. The person is told by mail.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/passkeys",
    tag = "my profile",
    operation_id = "my_passkey_create",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = PasskeyAnswerRequest,
    responses(
        (status = 201, description = "Added", body = Passkey),
        (status = 400, description = "`ticket_invalid`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `passkey_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found` where the server has an IP address for a name", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`passkey_limit_reached`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    ApiJson(body): ApiJson<PasskeyAnswerRequest>,
) -> Result<(StatusCode, Json<Passkey>), Failure> {
    let (db, party, trace) = (&state.db, passkey::party(&state)?, &info.trace());
    let made = (&Token::presented(body.ticket), &body.credential);
    let added =
        crm::passkey::finish_registration(db, party, &session, made, trace, state.now()).await?;
    Ok((StatusCode::CREATED, Json(passkey::view(added))))
}
