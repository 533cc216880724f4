//! `POST /portal/email`: another address for the account.

use api::{ChangeEmailRequest, ChangeEmailResponse, Problem};
use axum::{Json, extract::State, http::StatusCode};

use crate::{
    http::{
        email_change,
        extract::{ApiJson, Holder},
        failure::Failure,
        floor,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Asks for another e-mail address
///
/// It becomes the account's when the link in a letter to it is confirmed; a letter to the present one has a link that
/// takes it back. The answer and its time are the same when somebody else has the address.
#[utoipa::path(
    post,
    path = "/api/v1/portal/email",
    tag = "portal",
    operation_id = "portal_email",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = ChangeEmailRequest,
    responses(
        (status = 200, description = "Changed, where no letter can be sent", body = ChangeEmailResponse),
        (status = 202, description = "A letter says what is next", body = ChangeEmailResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`email_taken`, where no letter can be sent", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<ChangeEmailRequest>,
) -> Result<(StatusCode, Json<ChangeEmailResponse>), Failure> {
    let (db, proof, trace) = (&state.db, state.address_proof(), info.trace());
    let work = crm::request_email_change(db, &session, &body.email, proof, &trace, state.now());
    let change = floor::hold(work).await?;
    Ok(email_change::answer(change, &state))
}
