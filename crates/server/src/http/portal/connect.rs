//! `POST /portal/crms/connect`: an existing CRM, by a code from inside it.

use api::{ConnectCrmRequest, PortalCrm, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Puts an existing CRM on the account's list
///
/// Wrong, used and expired codes get the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/portal/crms/connect",
    tag = "portal",
    operation_id = "portal_connect_crm",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = ConnectCrmRequest,
    responses(
        (status = 200, description = "On the list", body = PortalCrm),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`crm_user_already_linked`, `crm_already_in_list`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`connect_code_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<ConnectCrmRequest>,
) -> Result<Json<PortalCrm>, Failure> {
    let trace = info.trace();
    let row =
        crm::portal::add_by_code(&state.db, &session, &body.code, &trace, state.now()).await?;
    Ok(Json(view::listed(row, &state.base)))
}
