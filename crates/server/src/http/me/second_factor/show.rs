//! `GET /c/{crm}/me/2fa`: the second factor.

use api::{Problem, SecondFactorResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Enrollee, failure::Failure, view},
    state::AppState,
};

/// Tells what second factor there is
///
/// `owner` says whether it is the account's.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/2fa",
    tag = "my profile",
    operation_id = "my_second_factor",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The second factor", body = SecondFactorResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Enrollee { session, .. }: Enrollee,
) -> Result<Json<SecondFactorResponse>, Failure> {
    let status = crm::factor_status(state.db.read(), &session).await?;
    Ok(Json(view::second_factor(&status)))
}
