//! `GET /portal/2fa`: the second factor.

use api::{Problem, SecondFactorResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Tells what second factor there is
///
/// `owner` says whether it is the account's.
#[utoipa::path(
    get,
    path = "/api/v1/portal/2fa",
    tag = "portal",
    operation_id = "portal_second_factor",
    responses(
        (status = 200, description = "The second factor", body = SecondFactorResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Holder(session): Holder,
) -> Result<Json<SecondFactorResponse>, Failure> {
    let status = crm::factor_status(state.db.read(), &session).await?;
    Ok(Json(view::second_factor(&status)))
}
