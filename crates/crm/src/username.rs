//! Usernames: 3 to 30 of `a-z0-9_`, unique inside a CRM.

const SHORTEST: usize = 3;
const LONGEST: usize = 30;
const RESERVED: [&str; 10] = [
    "admin", "all", "everyone", "here", "me", "operator", "owner", "root", "support", "system",
];

/// Whether a text may be a username.
pub(crate) fn is_valid(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !RESERVED.contains(&text)
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

    proptest! {
        #[test]
        fn every_address_gives_a_valid_username(local in "\\PC{0,70}") {
            let name = from_email(&format!("{local}@acme.example"));
            prop_assert!(is_valid(&name), "{name:?}");
            for n in [2, 9, 10, 12_345] {
                let other = numbered(&name, n);
                prop_assert!(is_valid(&other), "{other:?}");
                prop_assert!(other != numbered(&name, n + 1), "{other:?}");
            }
        }
    }
}
