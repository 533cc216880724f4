//! E-mail addresses as identities.

use unicode_normalization::UnicodeNormalization as _;

use crate::error::FieldFault;

const LONGEST: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;

/// How somebody proves that an address is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By a link in a letter to it.
    ByLetter,
    /// Not at all: no letter can be sent, and nobody reaches the server but from its own machine.
    Waived,
}

/// The form in which addresses are compared: trimmed, NFKC, lower case, domain in punycode.
/// Dots and plus-tags are significant. `None` when it isn't an address.
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let folded = text.nfkc().collect::<String>().trim().to_lowercase();
    let (local, domain) = folded.rsplit_once('@')?;
    if !is_local_part(local) {
        return None;
    }
    let domain = idna::domain_to_ascii_strict(domain.trim_end_matches('.')).ok()?;
    let normal = format!("{local}@{domain}");
    let fits = !domain.is_empty() && normal.len() <= LONGEST;
    fits.then_some(normal)
}

/// The form to which letters go: the one that is compared. Whoever reads a letter proves the address that it went
/// to, and some hosts tell apart what is the same here. What isn't an address stays as it is.
pub(crate) fn for_letters(address: &str) -> String {
    normalise(address).unwrap_or_else(|| address.to_owned())
}

/// What is wrong with what is no address.
pub(crate) fn fault(text: &str) -> FieldFault {
    if text.trim().is_empty() {
        FieldFault::Required
    } else {
        FieldFault::Invalid
    }
}

/// Unquoted local parts only (RFC 5321 dot-string, with RFC 6531 letters).
fn is_local_part(local: &str) -> bool {
    !local.is_empty()
        && local.len() <= LONGEST_LOCAL_PART
        && local.split('.').all(|atom| !atom.is_empty())
        && local
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>@[\\]".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(" Olena@Acme.Example ", Some("olena@acme.example"))]
    #[case("first.last+tag@acme.example", Some("first.last+tag@acme.example"))]
    #[case("о.коваль@пошта.укр", Some("о.коваль@xn--80a1acn3a.xn--j1amh"))]
    #[case("ｏlena@acme.example", Some("olena@acme.example"))]
    #[case("olena@localhost", Some("olena@localhost"))]
    #[case("olena@acme.example.", Some("olena@acme.example"))]
    #[case("olena", None)]
    #[case("@acme.example", None)]
    #[case("olena@", None)]
    #[case("a b@acme.example", None)]
    #[case("a@b@acme.example", None)]
    #[case(".olena@acme.example", None)]
    #[case("olena@acme_example", None)]
    #[case("olena@acme..example", None)]
    fn addresses_have_one_normal_form(#[case] text: &str, #[case] normal: Option<&str>) {
        assert_eq!(normalise(text).as_deref(), normal);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,20}@\\PC{0,20}") {
            if let Some(once) = normalise(&text) {
                prop_assert_eq!(normalise(&once), Some(once));
            }
        }

        #[test]
        fn case_and_outer_space_never_matter(local in "[a-z0-9]{1,12}", domain in "[a-z]{1,9}\\.example") {
            let plain = format!("{local}@{domain}");
            let loud = format!("  {}\t", plain.to_uppercase());
            prop_assert_eq!(normalise(&loud), normalise(&plain));
        }

        #[test]
        fn whatever_is_typed_gives_an_address_or_nothing(text in "\\PC*") {
            prop_assert!(normalise(&text).is_none_or(|normal| normal.contains('@')));
        }
    }
}
