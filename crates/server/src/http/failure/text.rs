//! What problems say, in every language: the words are in `messages`.

use std::{borrow::Cow, collections::HashMap};

use api::ErrorCode;
use crm::{FieldFault, Locale};
use fluent_templates::{Loader as _, fluent_bundle::FluentValue};

fluent_templates::static_loader! {
    static MESSAGES = {
        locales: "./messages",
        fallback_language: "en",
        // Marks around values would be read out by screen readers and shown by plain-text readers.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What happened, and what to do.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) detail: String,
}

/// The words of a code.
pub(super) fn of(code: ErrorCode, locale: Locale) -> Words {
    let language = locale.language();
    let id = format!("problem-{}", code.as_str().replace('_', "-"));
    let detail = MESSAGES.try_lookup(&language, &format!("{id}.detail"));
    Words {
        title: MESSAGES.lookup(&language, &id),
        detail: detail.unwrap_or_default(),
    }
}

/// What programs tell a fault of a field by.
pub(super) const fn fault_code(fault: FieldFault) -> &'static str {
    match fault {
        FieldFault::Required => "required",
        FieldFault::TooShort(_) => "too_short",
        FieldFault::TooLong(_) => "too_long",
        FieldFault::TooMany(_) => "too_many",
        FieldFault::Taken => "taken",
        FieldFault::Invalid => "invalid",
        FieldFault::Reserved => "reserved",
        FieldFault::Unknown => "unknown",
        FieldFault::Common => "common",
        FieldFault::Personal => "personal",
    }
}

/// What people are told about a fault of a field.
pub(super) fn of_fault(fault: FieldFault, locale: Locale) -> String {
    let id = format!("fault-{}", fault_code(fault).replace('_', "-"));
    let count = match fault {
        FieldFault::TooShort(count) | FieldFault::TooLong(count) | FieldFault::TooMany(count) => {
            count
        }
        _ => 0,
    };
    let values = HashMap::from([(Cow::from("count"), FluentValue::from(count))]);
    MESSAGES.lookup_with_args(&locale.language(), &id, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCALES: [Locale; 3] = [Locale::English, Locale::Ukrainian, Locale::Russian];

    #[test]
    fn every_code_has_words_in_every_language() {
        for code in ErrorCode::ALL {
            let english = of(code, Locale::English);
            for locale in LOCALES {
                let words = of(code, locale);
                for text in [&words.title, &words.detail] {
                    assert!(
                        !text.is_empty() && !text.contains("problem-"),
                        "{code:?} {locale:?}: {text:?}"
                    );
                }
                let same = words.title == english.title;
                assert_eq!(same, locale == Locale::English, "{code:?} {locale:?}");
            }
        }
    }

    #[test]
    fn no_words_are_left_of_a_code_that_is_gone() {
        let files = ["en", "uk", "ru"].map(|language| {
            let path = format!(
                "{}/messages/{language}/problems.ftl",
                env!("CARGO_MANIFEST_DIR")
            );
            std::fs::read_to_string(path).expect("readable")
        });
        let codes =
            ErrorCode::ALL.map(|code| format!("problem-{}", code.as_str().replace('_', "-")));
        for file in files {
            let named = file
                .lines()
                .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
                .filter(|name| name.starts_with("problem-"));
            for name in named {
                assert!(codes.iter().any(|code| code == name), "{name}");
            }
        }
    }

    #[test]
    fn a_fault_says_how_many_characters() {
        let fault = FieldFault::TooShort(12);
        assert_eq!(of_fault(fault, Locale::English), "At least 12 characters.");
        assert_eq!(of_fault(fault, Locale::Russian), "Не менее 12 символов.");
    }
}
