//! `DELETE /c/{crm}/me/account`: the user is connected to no account any more.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{extract::Caller, failure::Failure, observe::RequestInfo},
    state::AppState,
};

/// Disconnects the user from their account
///
/// After a step-up. The CRM leaves the account's list; the user stays in it, and a letter tells them.
#[utoipa::path(
    delete,
    path = "/api/v1/c/{crm}/me/account",
    tag = "my profile",
    operation_id = "my_account_disconnect",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 204, description = "Disconnected"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found` for a user of no account, `crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method` for the owner, and without a password of one's own", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
) -> Result<StatusCode, Failure> {
    crm::disconnect(&state.db, &session, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
