//! Text in the forms that are compared, sorted and stored.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::error::FieldFault;

/// Trimmed, NFKC, without control characters, runs of white space as one space.
pub(crate) fn tidy(text: &str) -> String {
    let normal: String = text
        .nfkc()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    normal.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sets the fields that are wanted to be something else, [`tidy`]. Returns their names.
pub(crate) fn change<const N: usize>(
    fields: [(&'static str, Option<&str>, &mut String); N],
) -> Vec<&'static str> {
    let mut changed = Vec::new();
    for (name, wanted, present) in fields {
        if let Some(wanted) = wanted.map(tidy).filter(|wanted| wanted != present) {
            *present = wanted;
            changed.push(name);
        }
    }
    changed
}

/// [`tidy`] and lower case: for comparing and sorting.
pub(crate) fn folded(text: &str) -> String {
    tidy(text).to_lowercase()
}

/// Whether a text that must be there has at most so many characters.
pub(crate) fn check_length(text: &str, longest: usize) -> Result<(), FieldFault> {
    match text.chars().count() {
        0 => Err(FieldFault::Required),
        length if length > longest => Err(FieldFault::TooLong(longest)),
        _ => Ok(()),
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string can't fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidying_leaves_one_line_with_single_spaces() {
        assert_eq!(tidy("  Олена\u{a0}\n Коваль\t"), "Олена Коваль");
        assert_eq!(folded("ІВАНОВ"), "іванов");
    }

    #[test]
    fn only_what_is_wanted_otherwise_changes() {
        let mut fields = ["Acme", "uk", "UTC"].map(str::to_owned);
        let [name, locale, zone] = &mut fields;
        let changed = change([
            ("name", Some(" Acme "), name),
            ("locale", Some("ru\n"), locale),
            ("zone", None, zone),
        ]);
        assert_eq!(changed, ["locale"]);
        assert_eq!(fields, ["Acme", "ru", "UTC"]);
    }

    #[test]
    fn hex_is_lower_case_and_padded() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
