//! `POST /c/{crm}/me/step-up`: proving who one is again.

use api::{Problem, StepUpRequest};
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Enrollee},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Proves who one is
///
/// By password or, with a second factor, by a code. What is dangerous needs it within the last 15 minutes. The session gets a new cookie; five wrong answers end it.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/step-up",
    tag = "my profile",
    operation_id = "my_step_up",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = StepUpRequest,
    responses(
        (status = 204, description = "Proved"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `code_invalid`, `code_replayed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required` for the wrong kind of proof, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`current_password_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`, `factor_locked`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Enrollee { crm, session }: Enrollee,
    ApiJson(body): ApiJson<StepUpRequest>,
) -> Result<impl IntoResponse, Failure> {
    let proof = view::step_up_proof(&body)?;
    let (db, hasher, sealer) = (&state.db, &state.hasher, &state.sealer);
    let (trace, now) = (&info.trace(), state.now());
    let proved = crm::step_up(db, hasher, sealer, &session, proof, trace, now).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Crm(&crm).set(&proved, &state.base),
    ))
}
