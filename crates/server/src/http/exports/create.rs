//! `POST /c/{crm}/exports`: everything of the CRM in a file.

use api::{Export, Problem};
use axum::{Json, extract::State, http::StatusCode};
use crm::export::{self, Owner};

use crate::{
    http::{extract::Caller, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Asks for an export of the CRM
///
/// For its owner, after a step-up, three times a day. While one is under way the answer is that one.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/exports",
    tag = "settings",
    operation_id = "export_create",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 202, description = "Under way", body = Export),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `not_owner`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
) -> Result<(StatusCode, Json<Export>), Failure> {
    let owner = Owner::Inside(&crm, &session);
    let row = export::order(&state.db, owner, &info.trace(), state.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(view::export(row))))
}
