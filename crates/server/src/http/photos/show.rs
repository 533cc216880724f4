//! `GET /c/{crm}/photos/{hash}`: a photo of somebody in a CRM.

use api::{ErrorCode, Problem};
use axum::{extract::State, response::IntoResponse};

use super::{PhotoQuery, PhotoSegment, shown};
use crate::{
    http::{
        extract::{ApiPath, ApiQuery, Caller},
        failure::Failure,
    },
    state::AppState,
};

/// Sends a photo of somebody in the CRM
///
/// For everybody who is signed in there, as long as it's somebody's. What is behind an address never changes.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/photos/{hash}",
    tag = "staff",
    operation_id = "photo",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("hash" = String, Path, description = "The photo's hash, as `photo_url` has it"),
        PhotoQuery),
    responses(
        (status = 200, description = "The photo", body = String, content_type = "image/webp"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, .. }: Caller,
    ApiPath(PhotoSegment { hash }): ApiPath<PhotoSegment>,
    ApiQuery(query): ApiQuery<PhotoQuery>,
) -> Result<impl IntoResponse, Failure> {
    if !crm::has_photo(state.db.read(), &crm, &hash).await? {
        return Err(ErrorCode::NotFound.into());
    }
    shown(&state, crm.scope().crm_id(), &hash, &query).await
}
