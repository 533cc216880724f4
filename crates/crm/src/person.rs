//! Names of people.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_being_split() {
        for name in ["Olena Koval", "Madonna", "Ana María de la Cruz"] {
            let (first, last) = split(name);
            assert_eq!(display(&first, &last), name);
        }
    }
}
