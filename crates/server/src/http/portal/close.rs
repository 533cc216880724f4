//! `POST /portal/close`: the account is closed.

use api::{CloseAccountRequest, Problem};
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

/// Closes the account
///
/// Ends its sessions and memberships. A link in a letter brings it back for thirty days; then nothing of its holder is
/// left.
#[utoipa::path(
    post,
    path = "/api/v1/portal/close",
    tag = "portal",
    operation_id = "portal_close",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = CloseAccountRequest,
    responses(
        (status = 204, description = "Closed; the cookie is cleared"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`account_in_use`: something stands in the way", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<CloseAccountRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, trace) = (&state.db, info.trace());
    crm::portal::close_account(db, &session, body.gives_money_up, &trace, state.now()).await?;
    Ok((StatusCode::NO_CONTENT, Jar::Portal.clear(&state.base)))
}
