//! The key while the program runs, and where it's from.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use domain::{AccountId, Sensitive};

use crate::{
    error::SecretsError,
    keychain::{self, Unavailable},
    passphrase,
    sealed::{self, Key, new_key},
};

/// The file in the data folder.
const FILE: &str = "key.json";

/// Where the key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In the system's keychain.
    Keychain,
    /// In a file, under a passphrase.
    File,
    /// Nowhere: there's no key now.
    None,
}

impl Kind {
    /// `keychain`, `file` or `none`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::File => "file",
            Self::None => "none",
        }
    }
}

/// What is sealed for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Its session cookies.
    SessionCookies,
    /// The token by which its server knows this device.
    DeviceToken,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::SessionCookies => "session cookies",
            Self::DeviceToken => "device token",
        }
    }
}

/// The key that's in use.
pub(crate) struct Held {
    pub(crate) kind: Kind,
    pub(crate) key: Key,
}

/// Called once there's a key.
type Waiting = Box<dyn FnOnce() + Send>;

/// The place for the one key of a run, which may come late.
#[derive(Default)]
pub(crate) struct Slot {
    held: OnceLock<Held>,
    waiting: Mutex<Vec<Waiting>>,
}

impl Slot {
    pub(crate) fn get(&self) -> Option<&Held> {
        self.held.get()
    }

    /// Puts the key there, unless there's one already, and tells whoever waits for it.
    pub(crate) fn fill(&self, held: Held) -> Result<(), SecretsError> {
        self.held.set(held).map_err(|_| SecretsError::KeyExists)?;
        let waiting = std::mem::take(&mut *self.lock());
        for told in waiting {
            told();
        }
        Ok(())
    }

    fn when_there(&self, told: Waiting) {
        let mut waiting = self.lock();
        if self.held.get().is_none() {
            waiting.push(told);
            return;
        }
        drop(waiting);
        told();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Seals and opens what must not lie on disk in the clear. Cheap to clone; usable from any thread.
#[derive(Clone)]
pub struct Vault {
    held: Arc<Slot>,
    file: PathBuf,
    keychain: Result<(), Unavailable>,
}

impl Vault {
    /// Asks the keychain for the key named `service`, and makes it at the first start.
    ///
    /// Waits up to `limit`, as a locked keychain asks the person: never call this on the main thread.
    /// A key that comes later is used from then on. Where a file with a key lies in `folder`, none is
    /// made in the keychain, and the file waits for [`Self::unlock`].
    #[must_use]
    pub fn open(service: &str, folder: &Path, limit: Duration) -> Self {
        let held = Arc::new(Slot::default());
        let file = folder.join(FILE);
        let keychain = keychain::ask(service, !file.exists(), limit, &held);
        if let Err(reason) = keychain {
            tracing::info!(keychain = reason.code(), "the keychain gives no key");
        }
        Self {
            held,
            file,
            keychain,
        }
    }

    /// A vault that leaves the keychain alone: its key can only come from a file in `folder`.
    #[must_use]
    pub fn without_keychain(folder: &Path) -> Self {
        let held = Arc::new(Slot::default());
        Self {
            held,
            file: folder.join(FILE),
            keychain: Err(Unavailable::NotAsked),
        }
    }

    /// Where the key that's in use is kept.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.held.get().map_or(Kind::None, |held| held.kind)
    }

    /// Why the keychain gave no key when it was asked.
    #[must_use]
    pub fn unavailable(&self) -> Option<Unavailable> {
        self.keychain.err()
    }

    /// Whether a key lies in a file and waits for its passphrase.
    #[must_use]
    pub fn needs_passphrase(&self) -> bool {
        self.held.get().is_none() && self.file.exists()
    }

    /// Reads the key from its file. Takes some tenths of a second, on purpose.
    pub fn unlock(&self, passphrase: &Sensitive<String>) -> Result<(), SecretsError> {
        if self.held.get().is_some() {
            return Err(SecretsError::KeyExists);
        }
        self.hold(passphrase::read(&self.file, passphrase)?)
    }

    /// Makes a key and keeps it in a file under a passphrase, for a system without keychain. Takes some
    /// tenths of a second, on purpose.
    pub fn keep_in_file(&self, passphrase: &Sensitive<String>) -> Result<(), SecretsError> {
        if self.held.get().is_some() || self.file.exists() {
            return Err(SecretsError::KeyExists);
        }
        self.make_in_file(passphrase)
    }

    /// Keeps the key that's in use under another passphrase, for who knows the one it's kept under. Takes some
    /// tenths of a second, on purpose.
    pub fn change_passphrase(
        &self,
        current: &Sensitive<String>,
        new: &Sensitive<String>,
    ) -> Result<(), SecretsError> {
        passphrase::write(&self.file, new, &passphrase::read(&self.file, current)?)
    }

    /// Makes another key in place of the one that waits for a passphrase which nobody knows any more: what was
    /// sealed with that one stays closed. Takes some tenths of a second, on purpose.
    pub fn replace_in_file(&self, passphrase: &Sensitive<String>) -> Result<(), SecretsError> {
        if !self.needs_passphrase() {
            return Err(SecretsError::KeyExists);
        }
        self.make_in_file(passphrase)
    }

    fn make_in_file(&self, passphrase: &Sensitive<String>) -> Result<(), SecretsError> {
        let key = new_key();
        passphrase::write(&self.file, passphrase, &key)?;
        self.hold(key)
    }

    fn hold(&self, key: Key) -> Result<(), SecretsError> {
        let held = Held {
            kind: Kind::File,
            key,
        };
        self.held.fill(held)
    }

    /// Calls `told` once there's a key: at once, or on whichever thread brings it later.
    pub fn when_there(&self, told: impl FnOnce() + Send + 'static) {
        self.held.when_there(Box::new(told));
    }

    /// Seals something of an account's.
    pub fn seal(
        &self,
        purpose: Purpose,
        account: AccountId,
        bytes: &[u8],
    ) -> Result<Vec<u8>, SecretsError> {
        sealed::seal(self.key()?, &context(purpose, account), bytes)
    }

    /// Opens what [`Self::seal`] made for the same account and purpose.
    pub fn unseal(
        &self,
        purpose: Purpose,
        account: AccountId,
        sealed: &[u8],
    ) -> Result<Sensitive<Vec<u8>>, SecretsError> {
        sealed::open(self.key()?, &context(purpose, account), sealed)
    }

    fn key(&self) -> Result<&Key, SecretsError> {
        self.held
            .get()
            .map(|held| &held.key)
            .ok_or(SecretsError::NoKey)
    }
}

/// What sealed bytes are bound to: what they are for, and whose they are.
fn context(purpose: Purpose, account: AccountId) -> Vec<u8> {
    format!("ninefold {} {account}", purpose.name()).into_bytes()
}
