//! `POST /portal/step-up`: proving who one is again.

use api::{Problem, StepUpRequest};
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Proves by password who one is
///
/// What is dangerous needs it within the last 15 minutes. The session gets a new cookie; five wrong passwords end it.
#[utoipa::path(
    post,
    path = "/api/v1/portal/step-up",
    tag = "portal",
    operation_id = "portal_step_up",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = StepUpRequest,
    responses(
        (status = 204, description = "Proved"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`current_password_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<StepUpRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, hasher) = (&state.db, &state.hasher);
    let trace = info.trace();
    let proved = crm::step_up(db, hasher, &session, &body.password, &trace, state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Portal.set(&proved, &state.base),
    ))
}
