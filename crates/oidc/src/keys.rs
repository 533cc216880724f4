//! A provider's keys (RFC 7517).

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// Keys that a provider signs with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys(Vec<Jwk>);

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl Keys {
    /// Reads a key set. Keys of kinds that aren't known here are left out: others may be.
    pub(crate) fn read(document: &[u8]) -> Result<Self, serde_json::Error> {
        let Document { keys } = serde_json::from_slice(document)?;
        let known = keys
            .into_iter()
            .filter_map(|key| serde_json::from_value(key).ok());
        Ok(Self(known.collect()))
    }

    /// Whether none is known.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys that a token may be signed with: the named one or, where none is named, all that fit.
    pub(crate) fn fitting(&self, kid: Option<&str>, algorithm: Algorithm) -> Vec<DecodingKey> {
        let fits = |key: &&Jwk| {
            let named = kid.is_none_or(|kid| key.common.key_id.as_deref() == Some(kid));
            let signs = !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
            let same = |of_key: KeyAlgorithm| of_key == KeyAlgorithm::from(algorithm);
            named && signs && key.common.key_algorithm.is_none_or(same)
        };
        let keys = self.0.iter().filter(fits);
        keys.filter_map(|key| DecodingKey::from_jwk(key).ok())
            .filter(|key| key.family() == algorithm.family())
            .collect()
    }
}
