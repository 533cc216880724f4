//! The key that session cookies and tokens of devices are kept under, and sealing with it.
//!
//! The key lies in the system's keychain. Where there is none, it lies in a file of the data folder,
//! encrypted with a passphrase; where there's no passphrase either, nothing is kept, and that is said.
//! [`Vault::open`] is the way in. Nothing here writes what it seals: each account's sealed files lie in
//! the account's own folder and go with it.

mod error;
mod keychain;
mod passphrase;
mod sealed;
mod vault;

pub use error::SecretsError;
pub use keychain::Unavailable;
pub use vault::{Kind, Purpose, Vault};
