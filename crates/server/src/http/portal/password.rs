//! `POST /portal/password`: a new password.

use api::{ChangePasswordRequest, Problem};
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use crm::PasswordChange;

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Changes the password that opens the session, or sets the first one
///
/// Ends every other session of the same person; this one gets a new cookie.
#[utoipa::path(
    post,
    path = "/api/v1/portal/password",
    tag = "portal",
    operation_id = "portal_password",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = ChangePasswordRequest,
    responses(
        (status = 204, description = "Changed, or set"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required` with a second factor and without a password, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`passwords_differ`, `password_same`, `password_weak`, `current_password_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<ChangePasswordRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, hasher) = (&state.db, &state.hasher);
    let change = PasswordChange {
        current: body.current.as_ref(),
        new: &body.new,
        confirmation: &body.confirmation,
    };
    let trace = info.trace();
    let renewed = crm::change_password(db, hasher, &session, change, &trace, state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Portal.set(&renewed, &state.base),
    ))
}
