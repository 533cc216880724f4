//! Languages that Ninefold speaks.

use fluent_templates::{LanguageIdentifier, langid};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Ukrainian.
    Ukrainian,
    /// Russian.
    Russian,
}

impl Locale {
    /// The language that a tag such as `uk-UA` asks for, if Ninefold speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        [Self::English, Self::Ukrainian, Self::Russian]
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(language.trim()))
    }

    /// The language's tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Ukrainian => "uk",
            Self::Russian => "ru",
        }
    }

    /// The language as messages are looked up by it.
    #[must_use]
    pub const fn language(self) -> LanguageIdentifier {
        match self {
            Self::English => langid!("en"),
            Self::Ukrainian => langid!("uk"),
            Self::Russian => langid!("ru"),
        }
    }

    /// What the account portal is called in the middle of a sentence.
    pub(crate) const fn portal_name(self) -> &'static str {
        match self {
            Self::English => "the account portal",
            Self::Ukrainian => "порталу облікового запису",
            Self::Russian => "портала учётной записи",
        }
    }

    /// What a CRM is called when nobody named it.
    pub(crate) const fn first_crm_name(self) -> &'static str {
        match self {
            Self::English => "My CRM",
            Self::Ukrainian | Self::Russian => "Моя CRM",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_do_not_matter_and_unknown_languages_are_none() {
        assert_eq!(Locale::from_tag("uk-UA"), Some(Locale::Ukrainian));
        assert_eq!(Locale::from_tag("RU"), Some(Locale::Russian));
        assert_eq!(Locale::from_tag("de"), None);
        assert_eq!(Locale::from_tag(""), None);
    }
}
