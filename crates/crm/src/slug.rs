//! Slugs: the part of an address that names a CRM.

pub(crate) mod claim;

const SHORTEST: usize = 3;
const LONGEST: usize = 40;

/// Words that a slug can't be, because a path or a host could be meant instead.
const RESERVED: [&str; 42] = [
    "about",
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "book",
    "crm",
    "dashboard",
    "dev",
    "docs",
    "ftp",
    "health",
    "help",
    "ical",
    "imap",
    "invite",
    "login",
    "mail",
    "me",
    "new",
    "null",
    "operator",
    "portal",
    "problems",
    "qr",
    "root",
    "settings",
    "setup",
    "sign-in",
    "sign-up",
    "smtp",
    "sso",
    "static",
    "status",
    "support",
    "system",
    "unsubscribe",
    "www",
];

/// Whether a text may be a slug: 3 to 40 of `a-z0-9-`, a letter first, no double or trailing
/// hyphen, not reserved.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-')
        && !text.contains("--")
        && !RESERVED.contains(&text)
}

/// A valid slug for a name in any script.
#[must_use]
pub fn derive(name: &str) -> String {
    let latin = deunicode::deunicode(name).to_lowercase();
    let mut slug = String::with_capacity(latin.len());
    for c in latin.chars().filter(|c| !matches!(c, '\'' | '`' | '"')) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if !slug.starts_with(|c: char| c.is_ascii_lowercase()) {
        slug.insert_str(0, if slug.is_empty() { "crm-1" } else { "crm-" });
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_end_matches('-');
    if is_valid(slug) {
        slug.to_owned()
    } else {
        format!("{slug}-crm")
    }
}

/// The `n`th choice for a slug that is taken: `acme`, `acme-2`, `acme-3`, …
#[must_use]
pub fn numbered(slug: &str, n: u32) -> String {
    if n < 2 {
        return slug.to_owned();
    }
    let ending = format!("-{n}");
    let room = LONGEST.saturating_sub(ending.len());
    let stem = slug
        .get(..room.min(slug.len()))
        .unwrap_or(slug)
        .trim_end_matches('-');
    format!("{stem}{ending}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Acme Agency", "acme-agency")]
    #[case("Студія Карпати", "studiia-karpati")]
    #[case("Ромашка и партнёры", "romashka-i-partniory")]
    #[case("Кав'ярня", "kaviarnia")]
    #[case("  --Berry & Sons, Ltd.-- ", "berry-sons-ltd")]
    #[case("4 seasons", "crm-4-seasons")]
    #[case("Æther", "aether")]
    #[case("", "crm-1")]
    #[case("!!!", "crm-1")]
    #[case("A", "a-crm")]
    #[case("admin", "admin-crm")]
    #[case("API", "api-crm")]
    fn a_slug_is_derived_from_a_name(#[case] name: &str, #[case] slug: &str) {
        assert_eq!(derive(name), slug);
    }

    #[rstest]
    #[case("ac")]
    #[case("1acme")]
    #[case("-acme")]
    #[case("acme-")]
    #[case("ac--me")]
    #[case("Acme")]
    #[case("акме")]
    #[case("support")]
    #[case("a2345678901234567890123456789012345678901")]
    fn what_breaks_a_rule_is_no_slug(#[case] text: &str) {
        assert!(!is_valid(text));
    }

    proptest! {
        #[test]
        fn every_name_gives_a_valid_slug(name in "\\PC{0,90}") {
            let slug = derive(&name);
            prop_assert!(is_valid(&slug), "{slug:?}");
        }

        #[test]
        fn every_reserved_word_gives_a_valid_slug(i in 0..RESERVED.len()) {
            prop_assert!(is_valid(&derive(RESERVED[i])));
        }

        #[test]
        fn numbering_keeps_a_slug_valid_and_tells_numbers_apart(
            name in "\\PC{0,90}", n in 1u32..100_000, m in 1u32..100_000,
        ) {
            let slug = derive(&name);
            prop_assert!(is_valid(&numbered(&slug, n)));
            if n != m && n > 1 && m > 1 {
                prop_assert_ne!(numbered(&slug, n), numbered(&slug, m));
            }
        }
    }
}
