//! `POST /portal/crms/{crm_id}/enter`: a ticket into a CRM.

use api::{EnterLink, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiPath, Holder},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Gives out a ticket that opens a CRM
///
/// The ticket is good once, for a minute, in the fragment of the link.
#[utoipa::path(
    post,
    path = "/api/v1/portal/crms/{crm_id}/enter",
    tag = "portal",
    operation_id = "portal_enter_crm",
    params(("crm_id" = String, Path, description = "The CRM's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "A link to open", body = EnterLink),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`crm_suspended`, `crm_scheduled_for_deletion`, `user_deactivated`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiPath(crm_id): ApiPath<String>,
) -> Result<Json<EnterLink>, Failure> {
    let (crm, ticket) =
        crm::portal::enter_crm(&state.db, &session, &crm_id, &info.trace(), state.now()).await?;
    Ok(Json(view::enter_link(&crm, &ticket)))
}
