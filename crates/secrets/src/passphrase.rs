//! The key in a file, encrypted under a passphrase (Argon2id, RFC 9106), for systems without keychain.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::Sensitive;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    error::SecretsError,
    sealed::{self, Key},
};

const VERSION: u32 = 1;
/// RFC 9106, 4: the second recommended set, for machines with less memory.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// No file makes us take more memory, or time, than this.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;
const SALT: usize = 16;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    key: String,
}

impl Kept {
    /// What the sealed key is bound to: weaker numbers can't be slipped in.
    fn context(&self) -> Vec<u8> {
        format!(
            "ninefold key file {} argon2id {} {} {} {}",
            self.version, self.memory_kib, self.passes, self.lanes, self.salt
        )
        .into_bytes()
    }

    fn derive(&self, passphrase: &Sensitive<String>) -> Result<Key, SecretsError> {
        let is_sensible = self.version == VERSION
            && self.memory_kib <= MOST_MEMORY_KIB
            && self.passes <= MOST_PASSES
            && self.lanes <= MOST_LANES;
        if !is_sensible {
            return Err(SecretsError::FileDamaged);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| SecretsError::FileDamaged)?;
        let salt = STANDARD
            .decode(&self.salt)
            .map_err(|_| SecretsError::FileDamaged)?;
        let mut derived = Zeroizing::new([0; 32]);
        // EXPOSE: the key is derived from it.
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, derived.as_mut())
            .map_err(|_| SecretsError::Derivation)?;
        Ok(Key::new(*derived))
    }
}

/// Writes a key under a passphrase.
pub(crate) fn write(
    file: &Path,
    passphrase: &Sensitive<String>,
    key: &Key,
) -> Result<(), SecretsError> {
    // EXPOSE: to see whether there's any.
    if passphrase.expose().is_empty() {
        return Err(SecretsError::EmptyPassphrase);
    }
    let mut kept = Kept {
        version: VERSION,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        salt: STANDARD.encode(rand::random::<[u8; SALT]>()),
        key: String::new(),
    };
    let wrapping = kept.derive(passphrase)?;
    // EXPOSE: it leaves encrypted.
    kept.key = STANDARD.encode(sealed::seal(&wrapping, &kept.context(), key.expose())?);
    let bytes = serde_json::to_vec_pretty(&kept).map_err(std::io::Error::from)?;
    replace(file, &bytes)
}

/// Reads the key again.
pub(crate) fn read(file: &Path, passphrase: &Sensitive<String>) -> Result<Key, SecretsError> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(SecretsError::NoKey),
        Err(error) => return Err(error.into()),
    };
    let kept: Kept = serde_json::from_slice(&bytes).map_err(|_| SecretsError::FileDamaged)?;
    let sealed = STANDARD
        .decode(&kept.key)
        .map_err(|_| SecretsError::FileDamaged)?;
    let wrapping = kept.derive(passphrase)?;
    let key = sealed::open(&wrapping, &kept.context(), &sealed)
        .map_err(|_| SecretsError::WrongPassphrase)?;
    // EXPOSE: into its own type.
    <[u8; 32]>::try_from(key.expose().as_slice())
        .map(Key::new)
        .map_err(|_| SecretsError::FileDamaged)
}

/// Writes beside the place, syncs and renames, readable for this user alone.
fn replace(file: &Path, bytes: &[u8]) -> Result<(), SecretsError> {
    let folder = file
        .parent()
        .ok_or(std::io::Error::from(ErrorKind::InvalidInput))?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(file).map_err(|error| error.error)?;
    // Not every system lets a folder be opened.
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .unwrap_or_default();
    Ok(())
}
