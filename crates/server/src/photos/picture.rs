//! Pictures that somebody has sent: of which kind they are, and squares without anything but their pixels.

mod webp;

use std::{
    io::{self, Cursor},
    ops::RangeInclusive,
};

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    codecs::webp::WebPEncoder, imageops, metadata::Orientation,
};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinError;

/// How many pixels a side may have.
const SIDES: RangeInclusive<u32> = 32..=10_000;

/// How many pixels a picture may have.
const MOST_PIXELS: u64 = 40_000_000;

/// How many bytes a decoder may take: as many pixels of the widest kind, and what it keeps beside them.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// The part of a picture that is kept, in its pixels as it stands upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crop {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) size: u32,
}

/// Why no photo was made of a picture.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    /// It's none of a kind that is taken, whatever it's called.
    #[error("Picture is of no kind that is taken")]
    Unsupported,
    /// It has more pixels than are taken.
    #[error("Picture is too large: {0} × {1}")]
    TooLarge(u32, u32),
    /// It has fewer pixels than are taken.
    #[error("Picture is too small: {0} × {1}")]
    TooSmall(u32, u32),
    /// It can't be read to its end.
    #[error("Read a picture")]
    Damaged(#[source] ImageError),
    /// What is to be kept of it isn't in it.
    #[error("Picture has no such part")]
    NoSuchPart,
    /// Others wait already.
    #[error("Pictures are queued up")]
    Busy,
    /// The task that works on it died.
    #[error("Work on a picture")]
    Worker(#[source] JoinError),
    /// A square of it couldn't be written.
    #[error("Write a picture")]
    Unwritten(#[source] ImageError),
}

/// Squares of a picture, each with its side. What is in it is looked at, not what it's called; how large it is, before it is
/// unpacked.
pub(super) fn squares<const N: usize>(
    picture: &[u8],
    crop: Option<Crop>,
    sizes: [u32; N],
) -> Result<Vec<(u32, Vec<u8>)>, PictureError> {
    let upright = upright(picture)?;
    let (width, height) = (upright.width(), upright.height());
    let Crop { x, y, size } = crop.unwrap_or_else(|| middle(width, height));
    let ends_in = |from: u32, side: u32| from.checked_add(size).is_some_and(|end| end <= side);
    if size == 0 || !ends_in(x, width) || !ends_in(y, height) {
        return Err(PictureError::NoSuchPart);
    }
    let mut larger =
        DynamicImage::from(imageops::crop_imm(&upright.into_rgba8(), x, y, size, size).to_image());
    let mut squares = Vec::with_capacity(N);
    for size in sizes {
        larger = larger.resize_exact(size, size, imageops::FilterType::Lanczos3);
        let mut square = Vec::new();
        let written = larger.write_with_encoder(WebPEncoder::new_lossless(&mut square));
        written.map_err(PictureError::Unwritten)?;
        squares.push((size, square));
    }
    Ok(squares)
}

/// What is in a picture tells it from all others.
pub(super) fn hash(square: &[u8]) -> String {
    let digest = Sha256::digest(square);
    let bytes = digest.iter();
    bytes.fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The picture as people are to see it. Of one that moves, its beginning.
fn upright(picture: &[u8]) -> Result<DynamicImage, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(picture))
        .with_guessed_format()
        .map_err(damaged)?;
    match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif) => {}
        Some(ImageFormat::WebP) => webp::frames(picture).into_iter().try_for_each(check)?,
        _ => return Err(PictureError::Unsupported),
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(PictureError::Damaged)?;
    check(decoder.dimensions())?;
    let orientation = decoder.orientation();
    let mut image = DynamicImage::from_decoder(decoder).map_err(PictureError::Damaged)?;
    image.apply_orientation(orientation.unwrap_or(Orientation::NoTransforms));
    Ok(image)
}

fn check((width, height): (u32, u32)) -> Result<(), PictureError> {
    let pixels = u64::from(width) * u64::from(height);
    let (shorter, longer) = (width.min(height), width.max(height));
    if longer > *SIDES.end() || pixels > MOST_PIXELS {
        Err(PictureError::TooLarge(width, height))
    } else if shorter < *SIDES.start() {
        Err(PictureError::TooSmall(width, height))
    } else {
        Ok(())
    }
}

fn middle(width: u32, height: u32) -> Crop {
    let size = width.min(height);
    Crop {
        x: (width - size) / 2,
        y: (height - size) / 2,
        size,
    }
}

fn damaged(error: io::Error) -> PictureError {
    PictureError::Damaged(ImageError::IoError(error))
}

#[cfg(test)]
mod tests;
