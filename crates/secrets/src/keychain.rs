//! The key in the system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret
//! Service over D-Bus elsewhere.
//!
//! A locked keychain asks the person and answers when they do, perhaps never. So it's asked on a thread
//! of its own, which is left behind when the time is over: it can't be stopped, and what it brings late
//! is still used.

use std::{
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::{
    sealed::{Key, new_key},
    vault::{Held, Kind, Slot},
};

/// The name of the key beside the service's.
const USER: &str = "session-key";

/// Why the keychain gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// There's none on this system, or no session bus to reach it by.
    #[error("no keychain can be reached")]
    NoService,
    /// It's there, and didn't let us in: locked and dismissed, or without a keyring.
    #[error("the keychain refused access")]
    NoAccess,
    /// It didn't answer in time; it may be waiting for the person.
    #[error("the keychain didn't answer in time")]
    TimedOut,
    /// It holds something else under our name.
    #[error("the keychain's entry is damaged")]
    Damaged,
    /// It holds no key, and one in a file is waiting for its passphrase.
    #[error("the key lies in a file")]
    KeptInFile,
    /// It wasn't asked: the person, or whoever started the program, wants it left alone.
    #[error("the keychain was not asked")]
    NotAsked,
    /// Something else.
    #[error("the keychain failed")]
    Failed,
}

impl Unavailable {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoService => "keychain_missing",
            Self::NoAccess => "keychain_refused",
            Self::TimedOut => "keychain_timed_out",
            Self::Damaged => "keychain_damaged",
            Self::KeptInFile => "keychain_not_used",
            Self::NotAsked => "keychain_not_asked",
            Self::Failed => "keychain_failed",
        }
    }
}

/// Asks the keychain for the key, and makes one where there's none and `may_create` says so. The key
/// goes into `held`, even when it comes after `limit`.
pub(crate) fn ask(
    service: &str,
    may_create: bool,
    limit: Duration,
    held: &Arc<Slot>,
) -> Result<(), Unavailable> {
    let (service, held) = (service.to_owned(), Arc::clone(held));
    let (answer, wait) = mpsc::sync_channel(1);
    let asking = move || {
        let may_create = || may_create && held.get().is_none();
        let outcome = key(&service, may_create).map(|key| {
            // A passphrase given meanwhile has the first word.
            let kind = Kind::Keychain;
            drop(held.fill(Held { kind, key }));
        });
        // Nobody waits any more when it's late.
        answer.send(outcome).unwrap_or_default();
    };
    thread::Builder::new()
        .name("keychain".into())
        .spawn(asking)
        .map_err(|_| Unavailable::Failed)?;
    wait.recv_timeout(limit)
        .unwrap_or(Err(Unavailable::TimedOut))
}

fn key(service: &str, may_create: impl Fn() -> bool) -> Result<Key, Unavailable> {
    let entry = Entry::new(service, USER).map_err(|error| reason(&error))?;
    match entry.get_secret() {
        Ok(secret) => checked(&Zeroizing::new(secret)),
        Err(Error::NoEntry) if may_create() => create(&entry),
        Err(Error::NoEntry) => Err(Unavailable::KeptInFile),
        Err(error) => Err(reason(&error)),
    }
}

fn create(entry: &Entry) -> Result<Key, Unavailable> {
    let key = new_key();
    // EXPOSE: the keychain is where it's kept.
    entry
        .set_secret(key.expose())
        .map_err(|error| reason(&error))?;
    // What can't be read back would sign everybody out at the next start.
    let there = entry.get_secret().map_err(|error| reason(&error))?;
    checked(&Zeroizing::new(there))
}

fn checked(secret: &Zeroizing<Vec<u8>>) -> Result<Key, Unavailable> {
    <[u8; 32]>::try_from(secret.as_slice())
        .map(Key::new)
        .map_err(|_| Unavailable::Damaged)
}

fn reason(error: &Error) -> Unavailable {
    match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => Unavailable::NoService,
        Error::NoStorageAccess(_) => Unavailable::NoAccess,
        Error::BadDataFormat(..) | Error::BadStoreFormat(_) | Error::Ambiguous(_) => {
            Unavailable::Damaged
        }
        _ => Unavailable::Failed,
    }
}
