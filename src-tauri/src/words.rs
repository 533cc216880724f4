//! Texts in the person's language where no page of the shell's can show them: over pop-ups and on the command
//! line. They are the pages' own texts.

use fluent_templates::{
    LanguageIdentifier,
    fluent_bundle::{FluentArgs, FluentBundle, FluentResource},
};

const TEXTS: [(&str, &str); 3] = [
    ("en", include_str!("../../ui/i18n/messages/en/shell.ftl")),
    ("uk", include_str!("../../ui/i18n/messages/uk/shell.ftl")),
    ("ru", include_str!("../../ui/i18n/messages/ru/shell.ftl")),
];

/// The texts of one language. Made where they are needed: that is seldom, and nothing of them stays in memory.
pub(crate) struct Words(FluentBundle<FluentResource>);

impl Words {
    /// In a language of [`crate::language::LANGUAGES`], or in English.
    pub(crate) fn of(language: &str) -> Self {
        let (name, text) = TEXTS
            .into_iter()
            .find(|(name, _)| *name == language)
            .unwrap_or(TEXTS[0]);
        let language: LanguageIdentifier = name.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        // What can be read of it counts: that all of it can be is tested.
        let texts = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(texts);
        Self(bundle)
    }

    /// A text with its values; its id where there is none.
    pub(crate) fn text(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.0.get_message(id).and_then(|m| m.value()) else {
            tracing::error!(id, "A text is missing");
            return id.to_owned();
        };
        let values: FluentArgs<'_> = values.iter().copied().collect();
        let mut faults = Vec::new();
        let text = self.0.format_pattern(pattern, Some(&values), &mut faults);
        if !faults.is_empty() {
            tracing::error!(id, ?faults, "A text lacks values");
        }
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_can_be_read_whole_and_says_it_in_its_own_words() {
        for (language, text) in TEXTS {
            assert!(
                FluentResource::try_new(text.to_owned()).is_ok(),
                "{language}"
            );
        }
        let said =
            |language| Words::of(language).text("trouble-offline", &[("host", "crm.example")]);
        assert_eq!(said("en"), "crm.example can't be reached");
        assert_ne!(said("uk"), said("en"));
        assert_ne!(said("uk"), said("ru"));
        assert!(said("uk").contains("crm.example"));
        assert_eq!(said("no such language"), said("en"));
    }

    #[test]
    fn a_text_that_is_missing_is_told_by_its_id() {
        assert_eq!(Words::of("en").text("no-such-text", &[]), "no-such-text");
    }
}
