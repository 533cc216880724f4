//! Which of our languages is in use.

use accounts::Settings;

/// Languages that are complete.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "uk", "ru"];

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
