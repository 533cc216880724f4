//! `DELETE /portal/memberships/{crm_id}`: off the list, and not out of the CRM.

use api::Problem;
use axum::{extract::State, http::StatusCode};

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Takes a CRM from the account's list
///
/// The user stays in the CRM. Not for its owner, nor for a user whose only password is the account's.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/memberships/{crm_id}",
    tag = "portal",
    operation_id = "portal_remove_crm",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 204, description = "Off the list"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<StatusCode, Failure> {
    crm::portal::remove_from_list(&state.db, &session, &crm_id, &info.trace(), state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
