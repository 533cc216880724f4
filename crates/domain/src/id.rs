//! Permanent random ids.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that isn't an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct InvalidId(pub String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "uuid::serde::simple")] Uuid);

        impl $name {
            /// An id from the caller's random bits, so that rules stay free of randomness.
            #[must_use]
            pub const fn from_random(bits: u128) -> Self {
                Self(uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid())
            }

            /// A new id from the operating system's generator.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "a default id would look the same twice")]
            pub fn new() -> Self {
                Self(Uuid::new_v4())
            }

            /// Its sixteen bytes, for systems that take ids in no other form.
            #[must_use]
            pub const fn into_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.simple(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId(text.to_owned()))
            }
        }
    };
}

id!(
    /// One account, for as long as it exists; also the name of its folder.
    AccountId
);
id!(
    /// One OS window, over restarts.
    WindowId
);
id!(
    /// One named workspace.
    WorkspaceId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = AccountId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn a_path_is_no_id() {
        assert!("../../etc".parse::<AccountId>().is_err());
    }
}
