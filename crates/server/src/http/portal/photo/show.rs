//! `GET /portal/photos/{hash}`: the photo of the holder of the account.

use api::{ErrorCode, Problem};
use axum::{extract::State, response::IntoResponse};

use crate::{
    http::{
        extract::{ApiPath, ApiQuery, Holder},
        failure::Failure,
        photos::{PhotoQuery, PhotoSegment, shown},
    },
    state::AppState,
};

/// Sends the photo of the holder of the account
///
/// For nobody else, and as long as it's theirs. What is behind an address never changes.
#[utoipa::path(
    get,
    path = "/api/v1/portal/photos/{hash}",
    tag = "portal",
    operation_id = "portal_photo_show",
    params(("hash" = String, Path, description = "The photo's hash, as `photo_url` has it"),
        PhotoQuery),
    responses(
        (status = 200, description = "The photo", body = String, content_type = "image/webp"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiPath(PhotoSegment { hash }): ApiPath<PhotoSegment>,
    ApiQuery(query): ApiQuery<PhotoQuery>,
) -> Result<impl IntoResponse, Failure> {
    if session.who.photo.as_deref() != Some(hash.as_str()) {
        return Err(ErrorCode::NotFound.into());
    }
    shown(&state, &session.who.id, &hash, &query).await
}
