//! `POST /c/{crm}/invitations`: people are asked in.

use api::{InvitationsResponse, InviteRequest, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Invites people into the CRM
///
/// For owner and admins: all of them or none, each by a letter.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/invitations",
    tag = "staff",
    operation_id = "invite",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = InviteRequest,
    responses(
        (status = 200, description = "Invited", body = InvitationsResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required` for admins, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    ApiJson(body): ApiJson<InviteRequest>,
) -> Result<Json<InvitationsResponse>, Failure> {
    let role = view::role_name(body.role);
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let rows = crm::staff::invite(db, &crm, &session, &body.emails, role, trace, now).await?;
    let items = rows.into_iter().map(view::invitation).collect();
    let can_send_mail = state.mail.is_some();
    Ok(Json(InvitationsResponse {
        items,
        can_send_mail,
    }))
}
