//! `PUT /c/{crm}/me/photo`: another photo of the user.

use api::{MyProfileResponse, Problem};
use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiQuery, Caller, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        photos::{Picture, made},
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// The square to keep, in pixels of the picture as it stands upright: all three, or the largest one in the middle.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CropQuery {
    /// Its left edge.
    x: Option<u32>,
    /// Its upper edge.
    y: Option<u32>,
    /// Its side.
    size: Option<u32>,
}

/// Gives the user another photo
///
/// With `If-Match`. A JPEG, PNG, WebP or GIF file as it is, whatever its content type says, of at most 10 MB, 32 to
/// 10,000 pixels a side and 40 megapixels. Squares of 512, 128 and 48 pixels are kept of it, and nothing else that was in it.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/me/photo",
    tag = "my profile",
    operation_id = "my_photo",
    params(("crm" = String, Path, description = "The CRM's slug"),
        CropQuery,
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "Changed", body = MyProfileResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "`image_too_large`", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "`image_type_unsupported`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`image_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    IfMatch(version): IfMatch,
    ApiQuery(query): ApiQuery<CropQuery>,
    Picture(picture): Picture,
) -> Result<impl IntoResponse, Failure> {
    let square = [query.x, query.y, query.size];
    let photo = made(&state, &session.id, picture, square).await?;
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let kept = state.photos.keep(crm.scope().crm_id(), &photo, now);
    let named = (photo.hash.as_str(), kept);
    let changed = crm::set_photo(db, &crm, &session, version, named, trace, now).await?;
    Ok(versioned(changed.version, view::own_profile(&crm, changed)))
}
