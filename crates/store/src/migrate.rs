//! From every schema that was ever written to the present types.
//!
//! Schema 1 is the present one, so its types are those of `accounts` themselves. The change that makes
//! schema 2 freezes a copy of today's types in `v1`, adds `v1_to_v2` as a pure function over them, and
//! keeps `tests/fixtures/v1` as it is.

mod v1;

use accounts::{Account, Registry, RunRecord};
use serde::Deserialize as _;

/// The schema that's written.
pub const SCHEMA: u32 = 1;

/// Why data in a whole envelope isn't usable.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// A newer version wrote it.
    Newer,
    /// It isn't what it claims to be.
    Damaged,
}

pub(crate) fn registry(data: &str, from: u32) -> Result<Registry, Unusable> {
    match from {
        1 => v1::registry(data).map_err(|_| Unusable::Damaged),
        0 => Err(Unusable::Damaged),
        _ => Err(Unusable::Newer),
    }
}

pub(crate) fn account(data: &str, from: u32) -> Result<Account, Unusable> {
    match from {
        1 => v1::account(data).map_err(|_| Unusable::Damaged),
        0 => Err(Unusable::Damaged),
        _ => Err(Unusable::Newer),
    }
}

pub(crate) fn runs(data: &str, from: u32) -> Result<Vec<RunRecord>, Unusable> {
    match from {
        1 => v1::runs(data).map_err(|_| Unusable::Damaged),
        0 => Err(Unusable::Damaged),
        _ => Err(Unusable::Newer),
    }
}

/// As much of a newer version's registry as this one understands: to be shown, never to be written.
pub(crate) fn registry_from_newer(data: &str) -> Registry {
    if let Ok(registry) = serde_json::from_str(data) {
        return registry;
    }
    let value: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
    let understood = |name: &str| {
        value
            .get(name)
            .and_then(|v| v.as_array())
            .into_iter()
            .flatten()
    };
    Registry {
        accounts: understood("accounts")
            .filter_map(|v| Account::deserialize(v).ok())
            .collect(),
        windows: understood("windows")
            .filter_map(|v| accounts::Window::deserialize(v).ok())
            .collect(),
        ..Registry::default()
    }
}
