//! `POST /c/{crm}/me/connect-code`: a code to paste at the portal.

use api::{ConnectCodeResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Makes a connect code
///
/// After a step-up. Voids the code before it; good once, for 15 minutes.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/connect-code",
    tag = "my profile",
    operation_id = "my_connect_code",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "A code, shown once", body = ConnectCodeResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`crm_user_already_linked`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { session, .. }: Caller,
) -> Result<Json<ConnectCodeResponse>, Failure> {
    let made = crm::portal::make_connect_code(&state.db, &session, state.now()).await?;
    Ok(Json(ConnectCodeResponse {
        // EXPOSE: it is shown to the person, once.
        code: made.code.expose().clone(),
        expires_at: view::instant(made.expires_at),
    }))
}
