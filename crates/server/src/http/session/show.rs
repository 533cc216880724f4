//! `GET /c/{crm}/session`: who is signed in.

use api::{Problem, SessionCrm, SessionResponse, SessionUser};
use axum::{Json, extract::State};

use crate::{
    http::{csrf, extract::Enrollee, failure::Failure, view},
    state::AppState,
};

/// Tells who is signed in
///
/// Reads only: it extends no session and leaves no trace, so it may be asked often.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/session",
    tag = "session",
    operation_id = "session",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "Signed in", body = SessionResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Enrollee { crm, session }: Enrollee,
) -> Result<Json<SessionResponse>, Failure> {
    let csrf = csrf::token(&state, &session);
    let due = session.who.factor_due_at.map(view::instant);
    let user = session.who;
    Ok(Json(SessionResponse {
        user: SessionUser {
            id: user.id,
            display_name: user.display_name,
            username: user.username,
            email: user.email,
            photo_url: view::photo_url(&crm, user.photo.as_deref()),
            role: view::role(user.role),
        },
        last_event: crm.last_event,
        crm: SessionCrm {
            slug: crm.slug,
            name: crm.name,
        },
        second_factor_due_at: due,
        csrf,
    }))
}
