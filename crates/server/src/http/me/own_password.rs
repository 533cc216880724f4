//! `POST /c/{crm}/me/own-password`: a password of one's own in place of the account's.

use api::{OwnPasswordRequest, Problem};
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use crm::OwnPassword;

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Gives the user a password of their own in place of the account's
///
/// Ends every other session of the user; this one gets a new cookie. The account's password stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/own-password",
    tag = "my profile",
    operation_id = "my_own_password",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = OwnPasswordRequest,
    responses(
        (status = 204, description = "Set"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`: there is one already", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`passwords_differ`, `password_weak`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    ApiJson(body): ApiJson<OwnPasswordRequest>,
) -> Result<impl IntoResponse, Failure> {
    let password = OwnPassword {
        new: &body.new,
        confirmation: &body.confirmation,
    };
    let (db, hasher, trace) = (&state.db, &state.hasher, info.trace());
    let renewed =
        crm::use_own_password(db, hasher, &session, password, &trace, state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Crm(&crm).set(&renewed, &state.base),
    ))
}
