//! Names of people.

use crate::{
    error::{Field, FieldError, FieldFault},
    text::folded,
};

/// How many characters a first or a last name may have.
pub(crate) const LONGEST_NAME: usize = 60;

/// First and last name out of one line, and back.
pub(crate) fn split(name: &str) -> (String, String) {
    match name.split_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (name.to_owned(), String::new()),
    }
}

/// The name as others read it.
pub(crate) fn display(first: &str, last: &str) -> String {
    [first, last]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What is wrong with a first and a last name, of which there must be one.
pub(crate) fn faults(first: &str, last: &str) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if first.is_empty() && last.is_empty() {
        let (field, fault) = (Field::FirstName, FieldFault::Required);
        faults.push(FieldError { field, fault });
    }
    for (field, name) in [(Field::FirstName, first), (Field::LastName, last)] {
        if name.chars().count() > LONGEST_NAME {
            let fault = FieldFault::TooLong(LONGEST_NAME);
            faults.push(FieldError { field, fault });
        }
    }
    faults
}

/// Up to two letters that stand for a name, as pages draw them: of its first and last word, of any script.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next());
    let letters = words.next().into_iter().chain(words.next_back());
    letters.flat_map(char::to_uppercase).collect()
}

/// What a user is sorted by.
pub(crate) fn sort_key(first: &str, last: &str) -> String {
    folded(&format!("{last} {first}"))
}

/// What a user is found by; `name` is the one that others read.
pub(crate) fn search_text(name: &str, username: &str, email_norm: &str) -> String {
    folded(&format!("{name} {username} {email_norm}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Olena Koval", "OK"),
            ("acme", "A"),
            ("Ana María de la Cruz", "AC"),
            ("Київська студія нерухомості", "КН"),
            ("«Їжак»", "Ї"),
            ("--", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_survives_being_split() {
        for name in ["Olena Koval", "Madonna", "Ana María de la Cruz"] {
            let (first, last) = split(name);
            assert_eq!(display(&first, &last), name);
        }
    }
}
