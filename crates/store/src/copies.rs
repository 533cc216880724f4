//! Damaged files that were set aside: what may still be read in one.

use domain::AccountId;

/// So many bytes of an account's id may be damaged, and it's known still. Ids are random: two differ in many more.
const DAMAGED: usize = 4;

/// Whether a damaged registry may tell of an account: its id stands there, damaged itself perhaps, or a part is
/// no text any more, where it may have stood. All that a registry says of an account stands right after its id.
pub(crate) fn may_tell_of(bytes: &[u8], id: AccountId) -> bool {
    let id = id.to_string();
    let is_here = |window: &[u8]| {
        let differing = window.iter().zip(id.as_bytes()).filter(|(a, b)| a != b);
        differing.count() <= DAMAGED
    };
    !is_text(bytes) || bytes.windows(id.len()).any(is_here)
}

/// Text that was cut in the middle of a letter is text.
fn is_text(bytes: &[u8]) -> bool {
    let is_whole = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_whole && !bytes.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(id: AccountId) -> String {
        format!(r#"{{"accounts": [{{"id": "{id}", "label": "Олена"}}]}}"#)
    }

    #[test]
    fn an_account_is_known_by_its_id_cut_off_or_flipped() {
        let (one, other) = (AccountId::new(), AccountId::new());
        let whole = text(one).into_bytes();
        assert!(may_tell_of(&whole, one) && !may_tell_of(&whole, other));
        // In the middle of the last letter.
        let cut = &whole[..whole.len() - 5];
        assert!(std::str::from_utf8(cut).is_err());
        assert!(may_tell_of(cut, one) && !may_tell_of(cut, other));
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(may_tell_of(&flipped, one), "bit {bit}");
        }
    }

    #[test]
    fn where_a_part_is_no_text_anybody_may_have_stood() {
        let (one, other) = (AccountId::new(), AccountId::new());
        for hole in [0, 0xff] {
            let mut bytes = text(one).into_bytes();
            bytes[10..50].fill(hole);
            assert!(may_tell_of(&bytes, one) && may_tell_of(&bytes, other));
        }
    }
}
