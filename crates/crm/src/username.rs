//! Usernames: 3 to 30 of `a-z0-9_`, unique inside a CRM.

pub(crate) mod claim;

use crate::error::FieldFault;

const SHORTEST: usize = 3;
const LONGEST: usize = 30;
const RESERVED: [&str; 10] = [
    "admin", "all", "everyone", "here", "me", "operator", "owner", "root", "support", "system",
];

/// What is wrong with a text as a username, if something is.
pub(crate) fn check(text: &str) -> Result<(), FieldFault> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !text.bytes().all(fits) {
        return Err(FieldFault::Invalid);
    }
    match text.len() {
        0 => Err(FieldFault::Required),
        length if length < SHORTEST => Err(FieldFault::TooShort(SHORTEST)),
        length if length > LONGEST => Err(FieldFault::TooLong(LONGEST)),
        _ if RESERVED.contains(&text) => Err(FieldFault::Reserved),
        _ => Ok(()),
    }
}

/// The `n`th choice for a username that is taken: `olena`, `olena_2`, `olena_3`, …
pub(crate) fn numbered(name: &str, n: usize) -> String {
    if n < 2 {
        return name.to_owned();
    }
    let end = format!("_{n}");
    let kept = name.get(..LONGEST - end.len()).unwrap_or(name);
    format!("{kept}{end}")
}

/// A valid username from the local part of an e-mail address.
pub(crate) fn from_email(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default();
    let mut name: String = deunicode::deunicode(local)
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .take(LONGEST)
        .collect();
    if name.len() < SHORTEST || RESERVED.contains(&name.as_str()) {
        name.push_str("_user");
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_username_comes_from_the_address() {
        assert_eq!(
            from_email("olena.koval+crm@acme.example"),
            "olena_koval_crm"
        );
        assert_eq!(from_email("о@пошта.укр"), "o_user");
        assert_eq!(from_email("admin@acme.example"), "admin_user");
    }

    #[test]
    fn a_username_has_a_length_and_an_alphabet_and_is_not_the_services_own() {
        for fine in ["abc", "_1_", "olena_koval", &"a".repeat(30)] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for (text, fault) in [
            ("", FieldFault::Required),
            ("ab", FieldFault::TooShort(3)),
            (&"a".repeat(31), FieldFault::TooLong(30)),
            ("Olena", FieldFault::Invalid),
            ("olena-koval", FieldFault::Invalid),
            ("olena koval", FieldFault::Invalid),
            (" olena", FieldFault::Invalid),
            ("олена", FieldFault::Invalid),
            ("оlena", FieldFault::Invalid),
            ("olena\0", FieldFault::Invalid),
            ("support", FieldFault::Reserved),
        ] {
            assert_eq!(check(text), Err(fault), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_address_gives_a_valid_username(local in "\\PC{0,70}") {
            let name = from_email(&format!("{local}@acme.example"));
            prop_assert!(check(&name).is_ok(), "{name:?}");
            for n in [2, 9, 10, 12_345] {
                let other = numbered(&name, n);
                prop_assert!(check(&other).is_ok(), "{other:?}");
                prop_assert!(other != numbered(&name, n + 1), "{other:?}");
            }
        }

        #[test]
        fn what_is_taken_for_a_username_is_short_and_plain(text in "\\PC{0,40}|[a-z0-9_]{0,40}") {
            let is_plain = text.chars().all(|c| "abcdefghijklmnopqrstuvwxyz0123456789_".contains(c));
            let fits = is_plain && (3..=30).contains(&text.len());
            prop_assert_eq!(check(&text).is_ok(), fits && !RESERVED.contains(&text.as_str()));
        }
    }
}
