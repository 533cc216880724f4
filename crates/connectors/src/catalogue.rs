//! The connectors that come with the client.

use std::sync::LazyLock;

use crate::{Connector, load};

/// The preset files, in the order of the tiles.
const PRESETS: &[(&str, &str)] = &[
    ("ninefold", include_str!("../presets/ninefold.toml")),
    ("bitrix24", include_str!("../presets/bitrix24.toml")),
    ("keycrm", include_str!("../presets/keycrm.toml")),
    ("highlevel", include_str!("../presets/highlevel.toml")),
    ("odoo", include_str!("../presets/odoo.toml")),
    ("espocrm", include_str!("../presets/espocrm.toml")),
    ("frappe", include_str!("../presets/frappe.toml")),
    ("tryton", include_str!("../presets/tryton.toml")),
    ("roundcube", include_str!("../presets/roundcube.toml")),
    ("redmine", include_str!("../presets/redmine.toml")),
    ("generic", include_str!("../presets/generic.toml")),
];

static CATALOGUE: LazyLock<Vec<Connector>> = LazyLock::new(|| {
    let loaded = PRESETS.iter().filter_map(|(_, text)| load(text).ok());
    loaded.map(|loaded| loaded.connector).collect()
});

/// Every connector that comes with the client; the generic one is last.
#[must_use]
pub fn catalogue() -> &'static [Connector] {
    &CATALOGUE
}

/// Those that are offered on the first start, in order: they come first in the catalogue.
#[must_use]
pub fn tiles() -> &'static [Connector] {
    let all = catalogue();
    let end = all
        .iter()
        .take_while(|connector| connector.is_tile())
        .count();
    &all[..end]
}

/// The connector with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Connector> {
    catalogue().iter().find(|connector| connector.id() == id)
}

/// The rules for a CRM that nobody described.
///
/// # Panics
/// Never: the generic preset is part of the program, and a test loads it.
#[must_use]
pub fn generic() -> &'static Connector {
    catalogue()
        .last()
        .expect("the catalogue ends with the generic connector")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Status;

    #[test]
    fn every_preset_loads_without_a_warning() {
        for (id, text) in PRESETS {
            let loaded = load(text).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(loaded.connector.id(), *id);
            assert!(
                loaded.unknown_keys.is_empty(),
                "{id}: {:?}",
                loaded.unknown_keys
            );
        }
        assert_eq!(catalogue().len(), PRESETS.len());
        assert_eq!(generic().id(), "generic");
    }

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<&str> = catalogue().iter().map(Connector::id).collect();
        assert_eq!(ids.len(), catalogue().len());
    }

    #[test]
    fn every_preset_says_what_backs_it() {
        for connector in catalogue()
            .iter()
            .filter(|connector| connector.id() != "generic")
        {
            assert!(
                !connector.evidence().is_empty(),
                "{} names its sources",
                connector.id()
            );
            for evidence in connector.evidence() {
                let mark = evidence.source.split(' ').next().unwrap_or_default();
                assert!(
                    ["V", "D", "P", "U"].contains(&mark),
                    "{}: {evidence:?}",
                    connector.id()
                );
            }
        }
    }

    #[test]
    fn every_tile_has_what_a_tile_shows() {
        let tiles: Vec<&str> = tiles().iter().map(Connector::id).collect();
        assert_eq!(
            tiles,
            [
                "ninefold",
                "bitrix24",
                "keycrm",
                "highlevel",
                "odoo",
                "espocrm",
                "frappe"
            ]
        );
        for tile in super::tiles() {
            let colour = tile.colour().strip_prefix('#').unwrap_or_default();
            assert!(
                u32::from_str_radix(colour, 16).is_ok(),
                "{} has a colour",
                tile.id()
            );
            assert!(
                !tile.address_templates().is_empty(),
                "{} has an address",
                tile.id()
            );
        }
    }

    #[test]
    fn connectors_with_addresses_and_hosts_alone_are_marked_so() {
        for id in ["bitrix24", "keycrm", "highlevel"] {
            assert_eq!(find(id).unwrap().status(), Status::Unverified);
        }
    }
}
