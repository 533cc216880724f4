//! The registry's generations: one file a save, numbered, never changed after it's written.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
};

use accounts::Registry;
use domain::AccountId;

use crate::{
    copies,
    disk::{self, Disk},
    envelope,
    error::StoreError,
    migrate::{self, Unusable},
    save::hash,
};

/// How many are kept.
pub const GENERATIONS: usize = 5;
/// Longer numbers aren't ours, and adding to them could overflow.
const DIGITS: usize = 15;

pub(crate) struct Generations {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    highest: u64,
    /// Newer than the newest that can be used, and not whole. They stay as they are until a generation after them is
    /// written: whoever only reads must not take away what tells that the newest is an older one.
    damaged: Vec<PathBuf>,
}

/// The newest generation that can be used.
pub(crate) enum Newest {
    /// Whole, and of a schema that's known. `text` is the data's hash, where it needs no migration.
    Good {
        registry: Registry,
        text: Option<u64>,
    },
    /// Whole, and from a newer version: what's understood of it.
    Newer { schema: u32, registry: Registry },
}

impl Generations {
    /// None are known, and none will be written.
    pub(crate) fn none(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        Self {
            disk,
            folder,
            highest: 0,
            damaged: Vec::new(),
        }
    }

    /// Looks for the newest generation that can be used, and changes nothing.
    pub(crate) fn find(
        disk: Arc<dyn Disk>,
        folder: PathBuf,
    ) -> Result<(Self, Option<Newest>), StoreError> {
        let numbers = numbers(&*disk, &folder).map_err(|source| StoreError::Read {
            file: folder.clone(),
            source,
        })?;
        let highest = numbers.last().copied().unwrap_or(0);
        let mut this = Self {
            highest,
            ..Self::none(disk, folder)
        };
        for number in numbers.into_iter().rev() {
            let file = this.file(number);
            match this.read(&file)? {
                Some(newest) => return Ok((this, Some(newest))),
                None => this.damaged.push(file),
            }
        }
        Ok((this, None))
    }

    /// How many damaged ones are newer than the one that was found.
    pub(crate) fn steps_back(&self) -> u64 {
        self.damaged.len() as u64
    }

    /// Renames the damaged ones, once a whole one stands after them. Gives back their new names.
    pub(crate) fn set_damaged_aside(&mut self) -> Vec<PathBuf> {
        let mut aside = Vec::new();
        for file in std::mem::take(&mut self.damaged) {
            match disk::set_aside(&*self.disk, &file) {
                Ok(file) => aside.push(file),
                // It keeps its number, and numbers aren't used twice: nothing overwrites it.
                Err(error) => {
                    tracing::warn!(error.kind = ?error.kind(), "damaged generation stays");
                }
            }
        }
        aside
    }

    /// One generation; nothing when it's damaged.
    fn read(&self, file: &Path) -> Result<Option<Newest>, StoreError> {
        let bytes = match self.disk.read(file) {
            Ok(bytes) => bytes,
            // The data may be as good as ever: going back to an older one would lose it.
            Err(source) if is_forbidden(&source) => {
                return Err(StoreError::Read {
                    file: file.to_owned(),
                    source,
                });
            }
            Err(_) => return Ok(None),
        };
        let Some(content) = envelope::open(&bytes) else {
            return Ok(None);
        };
        Ok(match migrate::registry(content.data, content.schema) {
            Ok(registry) => Some(Newest::Good {
                registry,
                text: (content.schema == migrate::SCHEMA).then(|| hash(content.data)),
            }),
            Err(Unusable::Damaged) => None,
            Err(Unusable::Newer) => Some(Newest::Newer {
                schema: content.schema,
                registry: migrate::registry_from_newer(content.data),
            }),
        })
    }

    /// Writes the next generation, then drops what's older than those that are kept.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<u64, StoreError> {
        let number = self.highest + 1;
        let file = self.file(number);
        // Counted even when it fails: the name may be there all the same.
        self.highest = number;
        disk::replace(&*self.disk, &file, bytes)
            .map_err(|source| StoreError::Write { file, source })?;
        if let Err(error) = self.prune() {
            tracing::warn!(error.kind = ?error.kind(), "old registry generations stay");
        }
        Ok(number)
    }

    /// Leaves nothing of an account that is gone, neither in generations nor in copies that were set aside.
    /// Until it's done it can be done again.
    pub(crate) fn forget(&mut self, id: AccountId) -> Result<(), StoreError> {
        self.forget_in_generations(id)?;
        self.forget_in_copies(id)
    }

    /// Has the newest in the place of all before it, where one of those says more of the account: each is written
    /// as any other. For an account that nobody ever signed in to, which is no reason to take away what was damaged.
    pub(crate) fn forget_in_generations(&mut self, id: AccountId) -> Result<(), StoreError> {
        let listed = numbers(&*self.disk, &self.folder).map_err(|source| StoreError::Read {
            file: self.folder.clone(),
            source,
        })?;
        let Some((newest, older)) = listed.split_last() else {
            return Ok(());
        };
        let newest = self.bytes(self.file(*newest))?;
        let last = registry_in(&newest);
        let is_kept = last.as_ref().is_some_and(|r| is_told_of(r, id));
        let mut says_more = false;
        for number in older {
            // What can't be understood may list anybody.
            let bytes = self.bytes(self.file(*number))?;
            says_more |= registry_in(&bytes)
                .is_none_or(|r| r.account(id).is_some() || (is_told_of(&r, id) && !is_kept));
        }
        if !says_more {
            return Ok(());
        }
        if last.is_none_or(|r| r.account(id).is_some()) {
            return Err(StoreError::StillListed { account: id });
        }
        for _ in 1..GENERATIONS {
            self.write(&newest)?;
        }
        // A write may leave the oldest where they are. Here that would be a failure.
        let dropped = self.prune();
        let dropped = dropped.and_then(|()| self.disk.sync_folder(&self.folder));
        dropped.map_err(|source| StoreError::Remove {
            account: id,
            source,
        })
    }

    /// Removes the copies that may tell of the account: damaged ones that were set aside, and what a crash has left
    /// of a write. Those that don't are kept for whoever can read them.
    fn forget_in_copies(&self, id: AccountId) -> Result<(), StoreError> {
        let read = |source| StoreError::Read {
            file: self.folder.clone(),
            source,
        };
        let mut removed = false;
        for file in self.disk.list(&self.folder).map_err(read)? {
            if is_copy(&file) && self.may_tell_of(&file, id)? {
                let remove = |source| StoreError::Remove {
                    account: id,
                    source,
                };
                self.disk.remove_file(&file).map_err(remove)?;
                removed = true;
            }
        }
        if removed {
            let folder = &self.folder;
            self.disk.sync_folder(folder).map_err(read)?;
        }
        Ok(())
    }

    fn may_tell_of(&self, copy: &Path, id: AccountId) -> Result<bool, StoreError> {
        match self.disk.read(copy) {
            Ok(bytes) => Ok(copies::may_tell_of(&bytes, id)),
            // Nobody knows what's in it.
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Ok(true),
            Err(source) => Err(StoreError::Read {
                file: copy.to_owned(),
                source,
            }),
        }
    }

    fn bytes(&self, file: PathBuf) -> Result<Vec<u8>, StoreError> {
        let bytes = self.disk.read(&file);
        bytes.map_err(|source| StoreError::Read { file, source })
    }

    /// Where they are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn prune(&self) -> io::Result<()> {
        let mut numbers = numbers(&*self.disk, &self.folder)?;
        numbers.retain(|n| !self.damaged.contains(&self.file(*n)));
        let excess = numbers.len().saturating_sub(GENERATIONS);
        numbers
            .iter()
            .take(excess)
            .try_for_each(|n| self.disk.remove_file(&self.file(*n)))
    }

    fn file(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number}.json"))
    }
}

/// The registry of a whole generation of a schema that's known.
fn registry_in(bytes: &[u8]) -> Option<Registry> {
    let content = envelope::open(bytes)?;
    migrate::registry(content.data, content.schema).ok()
}

/// Whether an account stands among those deleted lately.
fn is_told_of(registry: &Registry, id: AccountId) -> bool {
    registry.deleted.iter().any(|t| t.id == Some(id))
}

/// The generations' numbers, ascending.
fn numbers(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers: Vec<u64> = disk
        .list(folder)?
        .iter()
        .filter_map(|file| number(file))
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

fn number(file: &Path) -> Option<u64> {
    let digits = file.file_name()?.to_str()?.strip_suffix(".json")?;
    let canonical = digits.len() <= DIGITS
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit());
    canonical.then(|| digits.parse().ok()).flatten()
}

/// A generation that was set aside, or one that was never finished.
fn is_copy(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    let of = name.and_then(|name| {
        let aside = name.split_once(".damaged-").map(|(of, _)| of);
        let unfinished = || name.strip_prefix('.')?.strip_suffix(".tmp");
        aside.or_else(unfinished)
    });
    of.is_some_and(|of| number(Path::new(of)).is_some())
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::OutOfMemory
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_we_write_are_generations() {
        for (name, expected) in [
            ("1.json", Some(1)),
            ("120.json", Some(120)),
            ("0.json", None),
            ("01.json", None),
            ("+1.json", None),
            (".json", None),
            (".2.json.tmp", None),
            ("2.json.damaged-1", None),
            ("18446744073709551615.json", None),
        ] {
            assert_eq!(number(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn only_names_that_we_write_are_copies_of_one() {
        for (name, expected) in [
            ("2.json.damaged-1", true),
            ("120.json.damaged-12", true),
            (".2.json.tmp", true),
            ("2.json", false),
            ("notes.json.damaged-1", false),
            (".hidden.tmp", false),
            ("2.json.tmp", false),
        ] {
            assert_eq!(is_copy(Path::new(name)), expected, "{name}");
        }
    }
}
