//! What can go wrong with secrets.

use std::io;

/// Why a secret can't be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// There's no key: no keychain answered, and no passphrase was given.
    #[error("there is no key")]
    NoKey,
    /// The sealed bytes were changed, cut, or are another account's; or the key is another one.
    #[error("the sealed bytes can't be opened")]
    Refused,
    /// More bytes than can be sealed at once.
    #[error("too much to seal")]
    TooLarge,
    /// The passphrase is not the one that the key was kept under.
    #[error("the passphrase is not the right one")]
    WrongPassphrase,
    /// An empty passphrase keeps nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// There's a key already.
    #[error("there is a key already")]
    KeyExists,
    /// The file with the key can't be understood.
    #[error("the file with the key is damaged")]
    FileDamaged,
    /// The file with the key can't be read or written.
    #[error("the file with the key can't be read or written")]
    File(#[from] io::Error),
    /// The passphrase can't be turned into a key: too little memory.
    #[error("the passphrase can't be turned into a key")]
    Derivation,
}

impl SecretsError {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoKey => "secrets_no_key",
            Self::Refused => "secrets_refused",
            Self::TooLarge => "secrets_too_large",
            Self::WrongPassphrase => "passphrase_wrong",
            Self::EmptyPassphrase => "passphrase_empty",
            Self::KeyExists => "secrets_key_exists",
            Self::FileDamaged => "secrets_file_damaged",
            Self::File(_) => "secrets_file_failed",
            Self::Derivation => "passphrase_not_derived",
        }
    }
}
