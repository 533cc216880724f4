//! Accounts' pictures: made small and written anew, so that nothing of the file that came stays.

use std::io::Cursor;

use image::{ImageError, ImageFormat, ImageReader, Limits, imageops::FilterType};

/// Side of the square that is kept, in pixels: enough for 40 px at twice the density.
const SIDE: u32 = 80;
/// Largest side of a picture that is read.
const LARGEST: u32 = 4096;
/// Memory that reading it may take, in bytes.
const MEMORY: u64 = 128 * 1024 * 1024;

/// A small square PNG of a PNG, JPEG or WebP.
pub(crate) fn small_png(bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let small = reader
        .decode()?
        .resize_to_fill(SIDE, SIDE, FilterType::Lanczos3);
    let mut out = Cursor::new(Vec::new());
    small.to_rgba8().write_to(&mut out, ImageFormat::Png)?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GenericImageView};

    use super::*;

    #[test]
    fn any_picture_becomes_a_small_square() {
        let mut png = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(300, 50)
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let small = image::load_from_memory(&small_png(png.get_ref()).unwrap()).unwrap();
        assert_eq!(small.dimensions(), (SIDE, SIDE));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(small_png(b"<svg onload=alert(1)>").is_err());
        assert!(small_png(&[]).is_err());
    }
}
