//! How large the frames of a WebP file say they are. Its head says so, too, but the decoder compares the two only once it
//! has unpacked a frame.

/// What stands before the first chunk.
const HEAD: usize = 12;

/// What stands before the chunks of a frame of a picture that moves.
const FRAME_HEAD: usize = 16;

/// Width and height of every frame that is packed as in a film.
pub(super) fn frames(file: &[u8]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    collect(file.get(HEAD..).unwrap_or_default(), &mut found);
    found
}

fn collect(mut chunks: &[u8], found: &mut Vec<(u32, u32)>) {
    while let Some((kind, [a, b, c, d], rest)) = head(chunks) {
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let body = rest.get(..length).unwrap_or(rest);
        match kind {
            b"VP8 " => found.extend(size(body)),
            b"ANMF" => collect(body.get(FRAME_HEAD..).unwrap_or_default(), found),
            _ => {}
        }
        // Chunks begin at even places.
        chunks = rest
            .get(length.saturating_add(length % 2)..)
            .unwrap_or_default();
    }
}

fn head(chunks: &[u8]) -> Option<(&[u8; 4], [u8; 4], &[u8])> {
    let (kind, rest) = chunks.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    Some((kind, *length, rest))
}

/// The size in the head of a key frame (RFC 6386, 9.1).
fn size(frame: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| {
        let bytes = frame.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_le_bytes(bytes) & 0x3fff))
    };
    Some((side(6)?, side(8)?))
}
