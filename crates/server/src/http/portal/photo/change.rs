//! `PUT /portal/me/photo`: another photo of the holder of the account.

use api::{PortalAccount, Problem};
use axum::{extract::State, response::IntoResponse};
use crm::portal::AccountPhoto;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiQuery, Holder, IfMatch},
        failure::Failure,
        observe::RequestInfo,
        photos::{Picture, made},
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// What becomes of the picture. The square to keep is in its pixels as it stands upright: all three, or the largest one in
/// the middle.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountPhotoQuery {
    /// The square's left edge.
    x: Option<u32>,
    /// Its upper edge.
    y: Option<u32>,
    /// Its side.
    size: Option<u32>,
    /// The account's users in CRMs are to be shown with it, too.
    #[serde(default)]
    in_crms: bool,
}

/// Gives the holder of the account another photo
///
/// With `If-Match`. A JPEG, PNG, WebP or GIF file as it is, whatever its content type says, of at most 10 MB, 32 to
/// 10,000 pixels a side and 40 megapixels. Squares of 512, 128 and 48 pixels are kept of it, and nothing else that was in
/// it. Users in CRMs keep theirs, unless `in_crms` says otherwise.
#[utoipa::path(
    put,
    path = "/api/v1/portal/me/photo",
    tag = "portal",
    operation_id = "portal_photo",
    params(AccountPhotoQuery,
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "Changed", body = PortalAccount),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
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
    Holder(session): Holder,
    IfMatch(version): IfMatch,
    ApiQuery(query): ApiQuery<AccountPhotoQuery>,
    Picture(picture): Picture,
) -> Result<impl IntoResponse, Failure> {
    let square = [query.x, query.y, query.size];
    let photo = made(&state, &session.id, picture, square).await?;
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let change = AccountPhoto {
        hash: &photo.hash,
        keep: &|owner| Box::pin(state.photos.keep(owner, &photo, now)),
        in_crms: query.in_crms,
    };
    let changed = crm::portal::set_account_photo(db, &session, version, change, trace, now).await?;
    Ok(versioned(changed.version, view::portal_account(changed)))
}
