use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

use super::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Red above blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |_, y| if y < height / 2 { RED } else { BLUE },
    )
}

fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("written");
    file.into_inner()
}

/// A JPEG file that is to be turned, and that tells where it was taken.
fn photographed(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let exif = [
        b"II*\0\x08\0\0\0".as_slice(),
        // Two fields: the orientation, and the maker of the camera.
        b"\x02\0",
        &[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
        &[0x0f, 0x01, 2, 0, 12, 0, 0, 0, 38, 0, 0, 0],
        b"\0\0\0\0",
        b"Secret-Spot\0",
    ]
    .concat();
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    encoder.set_exif_metadata(exif).expect("taken");
    let (width, height) = picture.dimensions();
    let kind = ExtendedColorType::Rgb8;
    encoder
        .write_image(picture, width, height, kind)
        .expect("written");
    file
}

fn made(picture: &[u8], crop: Option<Crop>) -> Vec<RgbImage> {
    let squares = squares(picture, crop, [512, 128, 48]).expect("made");
    let read = |(side, square): (u32, Vec<u8>)| {
        let format = ImageFormat::WebP;
        let read = image::load_from_memory_with_format(&square, format).expect("WebP");
        assert_eq!((read.width(), read.height()), (side, side));
        read.into_rgb8()
    };
    squares.into_iter().map(read).collect()
}

fn refused(picture: &[u8]) -> PictureError {
    squares(picture, None, [48]).expect_err("refused")
}

fn is_near(one: Rgb<u8>, other: Rgb<u8>) -> bool {
    one.0
        .iter()
        .zip(other.0)
        .all(|(one, other)| one.abs_diff(other) < 40)
}

#[test]
fn each_kind_is_taken_whatever_it_is_called() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ] {
        for square in made(&file(&halves(64, 40), format), None) {
            let side = square.width();
            assert!(is_near(*square.get_pixel(side / 2, 1), RED), "{format:?}");
            assert!(
                is_near(*square.get_pixel(side / 2, side - 2), BLUE),
                "{format:?}"
            );
        }
    }
}

#[test]
fn what_is_no_such_picture_is_refused_by_what_is_in_it() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let bmp = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0";
    for other in [svg.as_slice(), bmp, b"", b"%PDF-1.7", b"\0\0\0\x20ftypavif"] {
        let why = refused(other);
        assert!(matches!(why, PictureError::Unsupported), "{why:?}");
    }
    let png = file(&halves(64, 64), ImageFormat::Png);
    for damaged in [
        &png[..png.len() / 2],
        &png[..8],
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
    ] {
        let why = refused(damaged);
        assert!(matches!(why, PictureError::Damaged(_)), "{why:?}");
    }
}

#[test]
fn it_stands_upright_and_tells_nothing_more() {
    let picture = photographed(&halves(64, 64), 6);
    assert!(picture.windows(6).any(|part| part == b"Secret"));
    // Turned to the right: what was above is at the right.
    for square in made(&picture, None) {
        let side = square.width();
        assert!(is_near(*square.get_pixel(side - 2, side / 2), RED));
        assert!(is_near(*square.get_pixel(1, side / 2), BLUE));
    }
    for (_, square) in squares(&picture, None, [512, 128, 48]).expect("made") {
        for trace in [b"Secret".as_slice(), b"EXIF", b"Exif", b"ICCP", b"XMP "] {
            assert!(!square.windows(trace.len()).any(|part| part == trace));
        }
    }
}

#[test]
fn the_middle_is_kept_or_what_is_said() {
    let wide = RgbImage::from_fn(
        96,
        32,
        |x, _| if (32..64).contains(&x) { RED } else { BLUE },
    );
    let wide = file(&wide, ImageFormat::Png);
    for square in made(&wide, None) {
        assert!(square.pixels().all(|pixel| is_near(*pixel, RED)));
    }
    let crop = |x, y, size| Some(Crop { x, y, size });
    for square in made(&wide, crop(64, 0, 32)) {
        assert!(square.pixels().all(|pixel| is_near(*pixel, BLUE)));
    }
    for outside in [
        crop(65, 0, 32),
        crop(0, 1, 32),
        crop(0, 0, 33),
        crop(0, 0, 0),
        crop(u32::MAX, 0, 2),
    ] {
        let why = squares(&wide, outside, [48]).expect_err("refused");
        assert!(matches!(why, PictureError::NoSuchPart), "{why:?}");
    }
}

#[test]
fn sides_have_bounds() {
    for (width, height) in [(32, 32), (10_000, 32), (32, 10_000)] {
        let taken = squares(&file(&halves(width, height), ImageFormat::Png), None, [48]);
        assert!(taken.is_ok(), "{width} × {height}: {taken:?}");
    }
    for (width, height) in [(31, 32), (32, 31)] {
        let why = refused(&file(&halves(width, height), ImageFormat::Png));
        assert!(matches!(why, PictureError::TooSmall(..)), "{why:?}");
    }
    for (width, height) in [(10_001, 32), (32, 10_001)] {
        let why = refused(&file(&halves(width, height), ImageFormat::Png));
        assert!(matches!(why, PictureError::TooLarge(..)), "{why:?}");
    }
}

/// The head of a PNG file of this size, and nothing else: to unpack it would be another failure.
fn head_of_png(width: u32, height: u32) -> Vec<u8> {
    let head = [
        b"IHDR".as_slice(),
        &width.to_be_bytes(),
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    let mut crc = u32::MAX;
    for byte in &head {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0d".as_slice(),
        &head,
        &(!crc).to_be_bytes(),
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e",
    ]
    .concat()
}

#[test]
fn what_would_fill_the_memory_is_not_unpacked() {
    let why = refused(&head_of_png(6_324, 6_324));
    assert!(
        matches!(why, PictureError::Damaged(_)),
        "it would be: {why:?}"
    );
    for (width, height) in [(6_325, 6_325), (10_000, 10_000), (60_000, 60_000)] {
        let why = refused(&head_of_png(width, height));
        assert!(matches!(why, PictureError::TooLarge(..)), "{why:?}");
    }
    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;";
    let why = refused(gif);
    assert!(
        matches!(why, PictureError::TooLarge(65_535, 65_535)),
        "{why:?}"
    );
}

/// A WebP file whose head says that it's small, and whose frame isn't.
fn webp_with_another_frame(moves: bool) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("short");
        [kind.as_slice(), &length.to_le_bytes(), body].concat()
    };
    let side = 16_383_u16.to_le_bytes();
    let frame = [&[0x10, 0, 0, 0x9d, 0x01, 0x2a], side.as_slice(), &side].concat();
    let frame = chunk(b"VP8 ", &frame);
    let flags = if moves { 0x02 } else { 0 };
    let head = chunk(b"VP8X", &[flags, 0, 0, 0, 63, 0, 0, 63, 0, 0]);
    let body = if moves {
        let frame = chunk(b"ANMF", &[[0; 16].as_slice(), &frame].concat());
        [head, chunk(b"ANIM", &[0; 6]), frame].concat()
    } else {
        [head, frame].concat()
    };
    chunk(b"RIFF", &[b"WEBP".as_slice(), &body].concat())
}

#[test]
fn a_head_that_lies_is_not_believed() {
    for moves in [false, true] {
        let why = refused(&webp_with_another_frame(moves));
        let expected = matches!(why, PictureError::TooLarge(16_383, 16_383));
        assert!(expected, "{moves}: {why:?}");
    }
}
