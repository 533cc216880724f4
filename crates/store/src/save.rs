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
    /// Damaged files that were set aside, and written anew.
    pub repairs: Vec<Repair>,
}

/// What's known of the description in an account's folder. Nothing is, before the first save of a run.
pub(crate) enum Described {
    /// It says this, and survives a power cut. Comparing is cheaper than putting each account into
    /// words at each save: their pictures are most of it.
    Says(Box<Account>),
    /// A newer version wrote it, and will want it back.
    ByNewer,
    /// Writing it failed, so what can be read there may not be on the medium.
    Unsure,
}

impl Store {
    /// Writes the registry. When this returns without an error, it survives a power cut.
    ///
    /// Accounts' own folders are written first, so they're never older than the registry, but where
    /// one can't be written: that holds up neither the others nor the registry. Its error is given
    /// back at the end, and saving the same again then tries that folder alone.
    pub fn save(&mut self, registry: &Registry) -> Result<Saved, StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        let text = text(registry, || self.generations.folder().to_owned())?;
        let described = self.describe_all(&registry.accounts);
        let generation = self.write_generation(registry, &text)?;
        described.map(|()| Saved {
            generation,
            repairs: self.untold(),
        })
    }

    /// Damaged files that were set aside, and that no save has told of: a failed one can't.
    pub(crate) fn untold(&mut self) -> Vec<Repair> {
        std::mem::take(&mut self.untold)
    }

    /// Tries each account's description. The first error counts.
    fn describe_all(&mut self, accounts: &[Account]) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        for account in accounts {
            if let Err(error) = self.describe(account) {
                tracing::warn!(error.code = error.code(), account.id = %account.id, "not described");
                outcome = outcome.and(Err(error));
            }
        }
        outcome
    }

    /// Writes the registry's next generation, where the disk doesn't have the same.
    fn write_generation(
        &mut self,
        registry: &Registry,
        text: &str,
    ) -> Result<Option<u64>, StoreError> {
        let hash = hash(text);
        if self.on_disk == Some(hash) {
            return Ok(None);
        }
        // Until this one is known to be there, either may be what a new start finds.
        self.on_disk = None;
        self.listed.extend(told_of(registry));
        let number = self.generations.write(&envelope::frame(SCHEMA, text))?;
        let aside = self.generations.set_damaged_aside().into_iter();
        self.untold
            .extend(aside.map(|file| Repair::SetAside { file }));
        self.on_disk = Some(hash);
        self.listed = told_of(registry).collect();
        Ok(Some(number))
    }

    /// Writes an account's description where it says something else than the disk.
    fn describe(&mut self, account: &Account) -> Result<(), StoreError> {
        let id = account.id;
        let known = self.described.get(&id);
        match known {
            Some(Described::Says(there)) if **there == *account => return Ok(()),
            Some(Described::ByNewer) => return Ok(()),
            _ => {}
        }
        let is_asked = known.is_none();
        // The folder's own name may be new.
        let is_first = !matches!(known, Some(Described::Says(_)));
        let text = text(account, || self.folders.description_file(id))?;
        let bytes = envelope::frame(SCHEMA, &text);
        let says = || Described::Says(Box::new(account.clone()));
        let there = if is_asked {
            self.asked(id, &bytes, says)?
        } else {
            None
        };
        self.described.insert(id, Described::Unsure);
        let there = if let Some(there) = there {
            there
        } else {
            self.folders.write_description(id, &bytes, is_first)?;
            says()
        };
        if account.listed {
            self.folders.no_longer_new(id)?;
        }
        self.described.insert(id, there);
        Ok(())
    }

    /// What the disk has, where nothing need be written. A damaged description is set aside.
    fn asked(
        &mut self,
        id: AccountId,
        bytes: &[u8],
        says: impl FnOnce() -> Described,
    ) -> Result<Option<Described>, StoreError> {
        match self.folders.description_bytes(id) {
            Ok(there) => Ok((there == bytes).then(says)),
            Err(Description::Newer) => Ok(Some(Described::ByNewer)),
            Err(Description::Missing | Description::Good(_)) => Ok(None),
            Err(Description::Damaged) => {
                let file = self.folders.description_file(id);
                let aside = disk::set_aside(&*self.disk, &file)
                    .map_err(|source| StoreError::Write { file, source })?;
                self.untold.push(Repair::SetAside { file: aside });
                Ok(None)
            }
        }
    }

    /// Removes an account's folder, and what older generations say of it beyond the newest, and looks whether it's
    /// gone; `false`: something is left.
    ///
    /// Only when the registry on disk no longer lists the account, or has it removed: else a crash in the middle
    /// would bring an account back without its session.
    pub fn remove_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        let is_forgotten = self.forget_account(id)?;
        Ok(self.folders.remove_tree(id) && is_forgotten)
    }

    /// The quick first half of [`Self::remove_account`]: nothing can bring the account back afterwards. `false`:
    /// an older generation may list it still.
    pub(crate) fn forget_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        if self.listed.contains(&id) {
            return Err(StoreError::StillListed { account: id });
        }
        self.described.remove(&id);
        let of_draft = matches!(self.folders.describe(id), Description::Good(a) if !a.listed);
        self.folders.remove_description(id)?;
        let forgotten = if of_draft {
            self.generations.forget_in_generations(id)
        } else {
            self.generations.forget(id)
        };
        if let Err(error) = &forgotten {
            tracing::warn!(error.code = error.code(), account.id = %id, "not forgotten");
        }
        Ok(forgotten.is_ok())
    }
}

/// The accounts that a registry tells of and doesn't have removed: those listed, and those deleted lately.
pub(crate) fn told_of(registry: &Registry) -> impl Iterator<Item = AccountId> {
    let deleted = registry.deleted.iter().filter_map(|t| t.id);
    let deleted = deleted.filter(|id| !registry.removing.contains(id));
    registry.accounts.iter().map(|a| a.id).chain(deleted)
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
