//! Saving the registry, and removing an account for good.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

use accounts::{Account, Registry};
use domain::AccountId;
use serde::Serialize;

use crate::{
    disk, envelope, error::StoreError, folders::Description, migrate::SCHEMA, open::Store,
    repair::Repair,
};

/// What a save did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// The number of the generation written; nothing when the disk had the same already.
    pub generation: Option<u64>,
    /// Damaged descriptions that were set aside and written anew.
    pub repairs: Vec<Repair>,
}

impl Store {
    /// Writes the registry. When this returns without an error, it survives a power cut.
    ///
    /// Accounts' own folders are written first, so they're never older than the registry.
    pub fn save(&mut self, registry: &Registry) -> Result<Saved, StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        let text = text(registry, || self.generations.folder().to_owned())?;
        let hash = hash(&text);
        let mut saved = Saved::default();
        for account in &registry.accounts {
            self.describe(account, &mut saved.repairs)?;
        }
        if self.on_disk == Some(hash) {
            return Ok(saved);
        }
        // Whatever happens now, what's on disk is no longer known to be the old one.
        self.on_disk = None;
        saved.generation = Some(self.generations.write(&envelope::frame(SCHEMA, &text))?);
        self.on_disk = Some(hash);
        self.listed = registry.accounts.iter().map(|a| a.id).collect();
        Ok(saved)
    }

    /// Writes an account's description where it says something else than the disk.
    fn describe(&mut self, account: &Account, repairs: &mut Vec<Repair>) -> Result<(), StoreError> {
        let id = account.id;
        let text = text(account, || self.folders.description_file(id))?;
        let hash = hash(&text);
        let known = self.described.get(&id);
        if known == Some(&hash) {
            return Ok(());
        }
        let bytes = envelope::frame(SCHEMA, &text);
        // The first time in this run the disk is asked.
        let is_first = known.is_none();
        if !is_first || !self.is_described(id, &bytes, repairs)? {
            self.folders.write_description(id, &bytes, is_first)?;
        }
        self.described.insert(id, hash);
        Ok(())
    }

    /// Whether the description on disk is this one, or one that must stay. A damaged one is set aside.
    fn is_described(
        &self,
        id: AccountId,
        bytes: &[u8],
        repairs: &mut Vec<Repair>,
    ) -> Result<bool, StoreError> {
        match self.folders.description_bytes(id) {
            Ok(there) => Ok(there == bytes),
            // A newer version wrote it, and will want it back.
            Err(Description::Newer) => Ok(true),
            Err(Description::Missing | Description::Good(_)) => Ok(false),
            Err(Description::Damaged) => {
                let file = self.folders.description_file(id);
                let aside = disk::set_aside(&*self.disk, &file)
                    .map_err(|source| StoreError::Write { file, source })?;
                repairs.push(Repair::SetAside { file: aside });
                Ok(false)
            }
        }
    }

    /// Removes an account's folder and looks whether it's gone; `false`: something is left.
    ///
    /// Only when the registry on disk no longer lists the account: else a crash in the middle would
    /// bring an account back without its session.
    pub fn remove_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        self.forget_account(id)?;
        Ok(self.folders.remove_tree(id))
    }

    /// The quick first half of [`Self::remove_account`]: nothing can bring the account back afterwards.
    pub(crate) fn forget_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        if self.listed.contains(&id) {
            return Err(StoreError::StillListed { account: id });
        }
        self.described.remove(&id);
        self.folders.remove_description(id)
    }
}

fn text(data: &impl Serialize, file: impl FnOnce() -> PathBuf) -> Result<String, StoreError> {
    serde_json::to_string_pretty(data).map_err(|source| StoreError::Encode {
        file: file(),
        source,
    })
}

/// Only to see cheaply that nothing changed.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
