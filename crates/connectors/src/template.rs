//! Placeholders in addresses: filling them, and reading them back from an address.

use std::collections::BTreeMap;

use url::Url;

use crate::{PresetError, preset::AddressTemplate};

pub(crate) type Values = BTreeMap<String, String>;

/// A template that would never make an http or https address is refused.
pub(crate) fn check(template: &str) -> Result<(), PresetError> {
    let sample = template
        .replace("{host}", "host.example")
        .replace("{path}", "")
        .replace("{name}", "name")
        .replace("{tld}", "com");
    let valid = !sample.contains(['{', '}'])
        && Url::parse(&sample).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if valid {
        Ok(())
    } else {
        Err(PresetError::TemplateInvalid {
            template: template.to_owned(),
        })
    }
}

/// The host part of a URL pattern, unless it is the account's own.
pub(crate) fn pattern_host(pattern: &str) -> Option<&str> {
    let (_, rest) = pattern.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

/// Fills every placeholder that has a value; `None` when one has none.
pub(crate) fn fill(template: &str, values: &Values) -> Option<String> {
    let mut filled = template.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    (!filled.contains(['{', '}'])).then_some(filled)
}

/// Addresses that a template makes of a bare name, the most usual first.
pub(crate) fn addresses_of(template: &AddressTemplate, name: &str) -> Vec<Url> {
    let whole_address = template.template.contains("{host}");
    let plain_label = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if whole_address || !template.template.contains("{name}") || !plain_label {
        return Vec::new();
    }
    let mut values = Values::from([("name".to_owned(), name.to_owned())]);
    let one = [String::new()];
    let choices = template
        .vars
        .get("tld")
        .map_or(&one[..], |tld| &tld.choices[..]);
    choices
        .iter()
        .filter_map(|tld| {
            values.insert("tld".to_owned(), tld.clone());
            fill(&template.template, &values).and_then(|text| Url::parse(&text).ok())
        })
        .collect()
}

/// The values that a template's host has in an address: `{name}` is one label, `{tld}` the rest.
pub(crate) fn bind(template: &str, host: &str) -> Option<Values> {
    let mut values = Values::new();
    let mut labels = host.split('.').peekable();
    for part in pattern_host(template)?.split('.') {
        match part {
            "{host}" => return Some(Values::new()),
            "{tld}" => {
                let rest: Vec<&str> = labels.by_ref().collect();
                values.insert("tld".to_owned(), rest.join("."));
            }
            "{name}" => {
                values.insert("name".to_owned(), labels.next()?.to_owned());
            }
            fixed => {
                labels.next().filter(|label| *label == fixed)?;
            }
        }
    }
    let whole = labels.peek().is_none() && values.values().all(|value| !value.is_empty());
    whole.then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_reads_its_own_addresses_back() {
        for (template, host, expected) in [
            (
                "https://{name}.bitrix24.{tld}/",
                "acme.bitrix24.com.br",
                Some(("acme", "com.br")),
            ),
            (
                "https://{name}.bitrix24.{tld}/",
                "acme.bitrix24.de",
                Some(("acme", "de")),
            ),
            ("https://{name}.bitrix24.{tld}/", "bitrix24.de", None),
            ("https://{name}.bitrix24.{tld}/", "a.acme.bitrix24.de", None),
            ("https://{name}.bitrix24.{tld}/", "acme.bitrix24", None),
        ] {
            let values = bind(template, host);
            let found = values
                .as_ref()
                .map(|v| (v["name"].as_str(), v["tld"].as_str()));
            assert_eq!(found, expected, "{template} on {host}");
        }
    }

    #[test]
    fn a_placeholder_without_a_value_makes_no_address() {
        assert_eq!(fill("https://{name}.example.{tld}/", &Values::new()), None);
    }
}
