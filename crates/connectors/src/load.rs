//! From a preset file to a [`Connector`].

use serde::Deserialize;

use crate::{Connector, PresetError, hosts::HostPattern, preset::Preset, template};

/// A preset that can be used, and what was odd about it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The connector.
    pub connector: Connector,
    /// Keys that this version doesn't know, dotted. They are ignored.
    pub unknown_keys: Vec<String>,
}

#[derive(Deserialize)]
struct Head {
    schema: i64,
}

/// Reads one preset file.
///
/// # Errors
/// [`PresetError`], when it can't be used; the generic rules then apply.
pub fn load(text: &str) -> Result<Loaded, PresetError> {
    let unreadable = |error: toml::de::Error| PresetError::Unreadable {
        reason: error.message().to_owned(),
    };
    let Head { schema } = toml::from_str(text).map_err(unreadable)?;
    if schema != 1 {
        return Err(PresetError::SchemaUnknown { schema });
    }
    let mut unknown_keys = Vec::new();
    let reader = toml::Deserializer::parse(text).map_err(unreadable)?;
    let preset: Preset =
        serde_ignored::deserialize(reader, |path| unknown_keys.push(path.to_string()))
            .map_err(unreadable)?;
    check(&preset)?;
    Ok(Loaded {
        connector: Connector::from_preset(preset),
        unknown_keys,
    })
}

fn check(preset: &Preset) -> Result<(), PresetError> {
    let id_letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=40).contains(&preset.id.len()) || !preset.id.chars().all(id_letters) {
        return Err(PresetError::IdInvalid {
            id: preset.id.clone(),
        });
    }
    let hosts = &preset.hosts;
    for pattern in [
        &hosts.main,
        &hosts.idp_in_place,
        &hosts.idp_popup,
        &hosts.idp_refuses,
        &hosts.external,
        &preset.features.popup_hosts,
    ]
    .into_iter()
    .flatten()
    {
        HostPattern::check_template(pattern)?;
    }
    for rule in [
        &preset.login,
        &preset.signed_in,
        &preset.expired,
        &preset.refused,
    ]
    .into_iter()
    .flatten()
    {
        if let Some(host) = rule.url.as_deref().and_then(template::pattern_host) {
            HostPattern::check_template(host)?;
        }
    }
    preset
        .addresses
        .iter()
        .try_for_each(|address| template::check(&address.template))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "schema = 1\nid = \"small\"\nname = \"Small\"\n";

    #[test]
    fn a_preset_needs_little() {
        let loaded = load(SMALL).unwrap();
        assert_eq!(
            (loaded.connector.id(), loaded.connector.name()),
            ("small", "Small")
        );
        assert!(loaded.unknown_keys.is_empty());
    }

    #[test]
    fn unknown_keys_are_named_and_ignored() {
        let text = format!("{SMALL}colouur = \"#fff\"\n[hosts]\nmian = []\n");
        assert_eq!(load(&text).unwrap().unknown_keys, ["colouur", "hosts.mian"]);
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_its_reason() {
        for (text, code) in [
            (
                "schema = 2\nid = \"small\"\nname = \"S\"",
                "preset_schema_unknown",
            ),
            ("schema = 2\nfuture = [", "preset_unreadable"),
            (
                "schema = 1\nid = \"Small!\"\nname = \"S\"",
                "preset_id_invalid",
            ),
            ("schema = 1\nid = \"small\"", "preset_unreadable"),
            (
                "schema = 1\nid = \"small\"\nname = \"S\"\n[hosts]\nmain = [\"*.example.*\"]",
                "preset_host_pattern_unsafe",
            ),
            (
                "schema = 1\nid = \"small\"\nname = \"S\"\n[hosts]\nmain = [\"*.co.uk\"]",
                "preset_host_pattern_unsafe",
            ),
            (
                "schema = 1\nid = \"small\"\nname = \"S\"\n[[login]]\nurl = \"https://*/**\"",
                "preset_host_pattern_unsafe",
            ),
            (
                "schema = 1\nid = \"small\"\nname = \"S\"\n[[address]]\ntemplate = \"file:///x\"",
                "preset_template_invalid",
            ),
        ] {
            assert_eq!(load(text).unwrap_err().code(), code, "preset: {text}");
        }
    }

    #[test]
    fn a_newer_schema_is_refused_before_its_fields_are_read() {
        let text = "schema = 7\nid = 12";
        assert_eq!(
            load(text).unwrap_err(),
            PresetError::SchemaUnknown { schema: 7 }
        );
    }
}
