//! `GET /c/{crm}/photos/{hash}`: a photo of somebody in a CRM.

use std::io::ErrorKind;

use api::{ErrorCode, Problem};
use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    response::IntoResponse,
};
use crm::FieldFault;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiPath, ApiQuery, Caller},
        failure::Failure,
    },
    photos::SIZES,
    state::AppState,
};

/// Large enough for what the interface shows beside a name.
const USUAL_SIZE: u32 = 128;

/// How large it is to be.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhotoQuery {
    /// The side in pixels: 512, 128 or 48; 128 unless said.
    size: Option<u32>,
}

#[derive(Deserialize)]
pub(crate) struct PhotoSegment {
    hash: String,
}

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
    let size = query.size.unwrap_or(USUAL_SIZE);
    if !SIZES.contains(&size) {
        return Err(Failure::field("?".to_owned(), FieldFault::Unknown));
    }
    if !crm::has_photo(state.db.read(), &crm, &hash).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let photo = state.photos.read(&crm, &hash, size).await;
    let photo = photo.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            tracing::warn!(hash, size, "Photo isn't in this process's data folder");
            Failure::from(ErrorCode::NotFound)
        }
        _ => Failure::internal(&error),
    })?;
    let headers = [
        (CONTENT_TYPE, "image/webp"),
        (CONTENT_DISPOSITION, "inline; filename=\"photo.webp\""),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, photo))
}
