//! `POST /c/{crm}/me/account-password`: the account's password in place of one's own.

use api::Problem;
use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Caller, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Lets the user sign in with their account's password
///
/// Erases their own password and second factor here, and ends every other session of the user; this one gets a new
/// cookie.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/account-password",
    tag = "my profile",
    operation_id = "my_account_password",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "From now on"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` for a user of no account, `crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method`: nothing opens the account", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`: it is so already", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
) -> Result<impl IntoResponse, Failure> {
    let renewed =
        crm::use_account_password(&state.db, &session, &info.trace(), state.now()).await?;
    Ok((
        StatusCode::NO_CONTENT,
        Jar::Crm(&crm).set(&renewed, &state.base),
    ))
}
