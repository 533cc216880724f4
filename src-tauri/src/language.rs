//! Which of our languages is in use.

use accounts::Settings;

/// Languages that are complete.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "uk", "ru"];

/// The languages that pages are asked for, the best first: ours, the system's, and English at last.
pub(crate) fn wanted(settings: &Settings) -> Vec<String> {
    in_order(language(settings), sys_locale::get_locales())
}

fn in_order(ours: &str, systems: impl Iterator<Item = String>) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    let systems: Vec<_> = systems.filter_map(|locale| tag(&locale)).collect();
    let same = |tag: &&String| tag.split('-').next() == Some(ours);
    // The system knows the country, too.
    let exact = systems.iter().filter(same).cloned();
    for tag in exact
        .chain([ours.to_owned()])
        .chain(systems.iter().cloned())
        .chain(["en".to_owned()])
    {
        if !wanted.contains(&tag) {
            wanted.push(tag);
        }
    }
    wanted
}

/// `uk-UA` of `uk_UA.UTF-8`; none of `C` and `POSIX`, which are no languages.
fn tag(locale: &str) -> Option<String> {
    let plain = locale.split(['.', '@']).next()?.replace('_', "-");
    let primary = plain.split('-').next()?;
    let is_language =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_language.then_some(plain)
}

/// The person's choice, else the system's, else English.
pub(crate) fn language(settings: &Settings) -> &'static str {
    let known = |text: &str| {
        let primary = text
            .split(['-', '_', '.'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        LANGUAGES.into_iter().find(|l| *l == primary)
    };
    settings
        .language
        .as_deref()
        .and_then(known)
        .or_else(|| sys_locale::get_locales().find_map(|l| known(&l)))
        .unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_asked_for_our_language_first_and_never_for_none() {
        for (ours, systems, expected) in [
            ("uk", vec!["C"], vec!["uk", "en"]),
            ("en", vec!["C.UTF-8", "POSIX"], vec!["en"]),
            ("uk", vec!["uk_UA.UTF-8"], vec!["uk-UA", "uk", "en"]),
            (
                "ru",
                vec!["de-DE", "uk-UA"],
                vec!["ru", "de-DE", "uk-UA", "en"],
            ),
        ] {
            let systems = systems.into_iter().map(ToOwned::to_owned);
            assert_eq!(in_order(ours, systems), expected, "{ours}");
        }
    }
}
