//! `POST /sign-in`: login and password for a session.

use api::{ErrorCode, Problem, SignInRequest, SignInResponse};
use axum::{Json, extract::State, response::IntoResponse};
use crm::{SignIn, SignInInput};

use super::resolve;
use crate::{
    http::{cookie, extract::ApiJson, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Signs in at a CRM
///
/// Sets its session cookie. A wrong password and an unknown login get the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in",
    tag = "sign-in",
    operation_id = "sign_in",
    request_body = SignInRequest,
    responses(
        (status = 200, description = "What comes next", body = SignInResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`sign_in_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<SignInRequest>,
) -> Result<impl IntoResponse, Failure> {
    let Some(crm) = resolve::find(&state, &body.address).await? else {
        // Or this would be a way around the limit on look-ups.
        crm::note_look_up(&state.db, info.ip, state.now()).await?;
        return Err(ErrorCode::CrmNotFound.into());
    };
    let input = SignInInput {
        login: &body.login,
        password: &body.password,
        keep: body.keep,
    };
    let trace = info.trace();
    let outcome = crm::sign_in(&state.db, &state.hasher, &crm, input, &trace, state.now()).await?;
    match outcome {
        SignIn::Open(session) => {
            let url = crm.home_path();
            Ok((
                cookie::set(&session, &crm, &state.base),
                Json(SignInResponse::Open { url }),
            ))
        }
    }
}
