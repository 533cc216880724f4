//! Codes that people read and type, in Crockford's base32: no letter that is read as a digit, and
//! no U.

use domain::Sensitive;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code in its one form, of so many random characters with five bits each.
pub(crate) fn random<const LENGTH: usize>() -> Sensitive<String> {
    let bits: [u8; LENGTH] = rand::random();
    let letters = bits
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
    Sensitive::new(letters.map(|letter| char::from(*letter)).collect())
}

/// The code as it is shown: in groups with hyphens between them.
pub(crate) fn grouped(code: &str, size: usize) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(size).map(|g| g.iter().collect()).collect();
    groups.join("-")
}

/// The one form of a code: what looks alike is read alike, and what separates is left out.
pub(crate) fn canonical(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_alike_is_read_alike() {
        assert_eq!(canonical(" o1lI-abcd efgh "), "0111ABCDEFGH");
    }

    #[test]
    fn a_code_is_read_as_it_is_shown() {
        let code = random::<12>();
        let shown = grouped(code.expose(), 4);
        assert_eq!((shown.len(), shown.matches('-').count()), (14, 2));
        assert_eq!(&canonical(&shown.to_lowercase()), code.expose());
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(typed in "\\PC{0,40}") {
            let once = canonical(&typed);
            prop_assert_eq!(canonical(&once), once);
        }
    }
}
