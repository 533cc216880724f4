//! What has a name, a language and a time zone: accounts and CRMs.

use jiff::tz::TimeZone;

use crate::{
    error::{Error, Field, FieldError, FieldFault},
    locale::Locale,
    text::check_length,
};

/// Checks all three, and reports every fault at once; returns the language that is meant.
///
/// # Errors
/// [`Error::Invalid`].
pub(crate) fn check(
    (name, longest): (&str, usize),
    locale: &str,
    time_zone: &str,
) -> Result<Locale, Error> {
    let locale = Locale::from_tag(locale);
    let faults: Vec<FieldError> = [
        (Field::Name, check_length(name, longest).err()),
        (
            Field::Locale,
            locale.is_none().then_some(FieldFault::Unknown),
        ),
        (
            Field::TimeZone,
            TimeZone::get(time_zone)
                .is_err()
                .then_some(FieldFault::Unknown),
        ),
    ]
    .into_iter()
    .filter_map(|(field, fault)| fault.map(|fault| FieldError { field, fault }))
    .collect();
    locale
        .filter(|_| faults.is_empty())
        .ok_or(Error::Invalid(faults))
}
