//! `GET /c/{crm}/me`: what the user is called.

use api::{MyProfileResponse, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{extract::Caller, failure::Failure, versioned::versioned, view},
    state::AppState,
};

/// Tells what the user is called
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me",
    tag = "my profile",
    operation_id = "my_profile",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The user", body = MyProfileResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
) -> Result<impl IntoResponse, Failure> {
    let profile = crm::own_profile(state.db.read(), &crm, &session).await?;
    Ok(versioned(profile.version, view::own_profile(&crm, profile)))
}
