//! Photos of people: how one is sent, and how it's shown.

pub(crate) mod show;

use std::io::ErrorKind;

use api::ErrorCode;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::IntoResponse,
};
use crm::FieldFault;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::failure::Failure,
    photos::{Crop, Photo, SIZES},
    state::AppState,
};

/// How many bytes a picture may have.
pub(crate) const LONGEST: usize = 10_000_000;

/// Large enough for what the interface shows beside a name.
const USUAL_SIZE: u32 = 128;

/// A picture that somebody sends, whatever is in it.
pub(crate) struct Picture(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Picture {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let picture = Bytes::from_request(request, state).await;
        let refused = |status| match status {
            StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::ImageTooLarge.into(),
            _ => Failure::field(String::new(), FieldFault::Invalid),
        };
        picture
            .map(Self)
            .map_err(|rejection| refused(rejection.status()))
    }
}

/// Makes a photo of a picture that somebody sends in a session. It counts first, whatever comes of it. `square` is the part
/// that is kept, by its left edge, its upper edge and its side: nothing said is the largest one in the middle.
pub(crate) async fn made(
    state: &AppState,
    session_id: &str,
    picture: Bytes,
    square: [Option<u32>; 3],
) -> Result<Photo, Failure> {
    let crop = crop(square)?;
    crm::count_upload(&state.db, session_id, state.now()).await?;
    Ok(state.photos.make(picture, crop).await?)
}

fn crop([x, y, size]: [Option<u32>; 3]) -> Result<Option<Crop>, Failure> {
    match (x, y, size) {
        (None, None, None) => Ok(None),
        (Some(x), Some(y), Some(size)) => Ok(Some(Crop { x, y, size })),
        _ => Err(Failure::field("?".to_owned(), FieldFault::Required)),
    }
}

/// How large it is to be.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhotoQuery {
    /// The side in pixels: 512, 128 or 48; 128 unless said.
    size: Option<u32>,
}

impl PhotoQuery {
    fn side(&self) -> Result<u32, Failure> {
        let side = self.size.unwrap_or(USUAL_SIZE);
        if SIZES.contains(&side) {
            Ok(side)
        } else {
            Err(Failure::field("?".to_owned(), FieldFault::Unknown))
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct PhotoSegment {
    pub(crate) hash: String,
}

/// A photo that somebody may see, as large as they ask for it. What is behind an address never changes.
pub(crate) async fn shown(
    state: &AppState,
    owner: &str,
    hash: &str,
    query: &PhotoQuery,
) -> Result<impl IntoResponse + use<>, Failure> {
    let side = query.side()?;
    let photo = state.photos.read(owner, hash, side).await;
    let photo = photo.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            tracing::warn!(hash, side, "Photo isn't in this process's data folder");
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
