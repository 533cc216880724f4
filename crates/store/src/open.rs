//! Opening the data folder: find the newest good registry, and bring back what it doesn't have.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
};

use accounts::{Account, Registry};
use domain::AccountId;

use crate::{
    disk::{self, Disk, Lock, SystemDisk},
    error::{ReadOnly, StoreError},
    folders::{Description, Folders},
    generations::{Generations, Newest},
    repair::Repair,
    runs::RunLog,
    save::{Described, told_of},
};

/// The data folder, held by this program alone.
pub struct Store {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) folders: Folders,
    pub(crate) generations: Generations,
    pub(crate) read_only: Option<ReadOnly>,
    /// What each account's folder is known to say.
    pub(crate) described: BTreeMap<AccountId, Described>,
    /// The newest registry on disk, as a hash of its data's text.
    pub(crate) on_disk: Option<u64>,
    /// The accounts that the registry on disk tells of, or may tell of, and doesn't have removed.
    pub(crate) listed: BTreeSet<AccountId>,
    /// What a failed save repaired.
    pub(crate) untold: Vec<Repair>,
    lock: Lock,
}

/// What was found.
pub struct Opened {
    /// The registry, well-formed.
    pub registry: Registry,
    /// The last runs.
    pub runs: RunLog,
    /// What was damaged, and what is done about it by the next save: until then all is on disk as it was. Empty at
    /// a usual start.
    pub repairs: Vec<Repair>,
    /// Folders of accounts that nothing lists, and that don't say whose they are. They stay until the person has
    /// them removed.
    pub nameless: Vec<AccountId>,
    /// Why nothing will be written, if so.
    pub read_only: Option<ReadOnly>,
}

impl Store {
    /// Opens a data folder, making it if need be, and takes its lock.
    pub fn open(root: &Path) -> Result<(Self, Opened), StoreError> {
        Self::open_on(Arc::new(SystemDisk), root)
    }

    /// As [`Self::open`], on a disk of the caller's choice.
    pub fn open_on(disk: Arc<dyn Disk>, root: &Path) -> Result<(Self, Opened), StoreError> {
        let (registry_folder, accounts_folder) = (root.join("registry"), root.join("accounts"));
        let (lock, mut read_only) = take(&*disk, root)?;

        let (generations, newest) = Generations::find(Arc::clone(&disk), registry_folder.clone())?;
        if let (None, Some(Newest::Newer { schema, .. })) = (read_only, &newest) {
            read_only = Some(ReadOnly::NewerSchema { found: *schema });
        }
        if read_only.is_none() {
            read_only = prepare(&*disk, root, &[&registry_folder, &accounts_folder])?;
        }

        let mut repairs = Vec::new();
        let steps_back = generations.steps_back();
        let folders = Folders::new(Arc::clone(&disk), accounts_folder, read_only);
        let mut on_disk = None;
        let mut registry = match newest {
            Some(Newest::Good { mut registry, text }) => {
                if steps_back > 0 {
                    repairs.push(Repair::RegistryRepaired {
                        generation: steps_back,
                    });
                    refresh(&mut registry, &folders);
                } else {
                    // Else even the same is to be written, after the damaged ones.
                    on_disk = text;
                    list_drafts(&mut registry, &folders, &mut repairs);
                }
                bring_back(&mut registry, &folders, &mut repairs)?;
                registry
            }
            Some(Newest::Newer { registry, .. }) => registry,
            None => rebuild(&folders, steps_back > 0, &mut repairs)?,
        };
        registry.normalise();
        let runs = RunLog::read(Arc::clone(&disk), root.join("runs.json"), read_only);
        let listed = told_of(&registry).collect();
        let nameless = repairs.iter().filter_map(Repair::nameless).collect();
        let store = Self {
            disk,
            folders,
            generations,
            read_only,
            described: BTreeMap::new(),
            on_disk,
            listed,
            untold: Vec::new(),
            lock,
        };
        Ok((
            store,
            Opened {
                registry,
                runs,
                repairs,
                nameless,
                read_only,
            },
        ))
    }

    /// In the place of a data folder that can't be opened at all: lists nothing and keeps nothing, so that what is
    /// wrong can be shown.
    #[must_use]
    pub fn unusable(root: &Path) -> (Self, Opened) {
        let disk: Arc<dyn Disk> = Arc::new(SystemDisk);
        let read_only = Some(ReadOnly::Unusable);
        let store = Self {
            folders: Folders::new(Arc::clone(&disk), root.join("accounts"), read_only),
            generations: Generations::none(Arc::clone(&disk), root.join("registry")),
            read_only,
            described: BTreeMap::new(),
            on_disk: None,
            listed: BTreeSet::new(),
            untold: Vec::new(),
            lock: Lock::none(),
            disk: Arc::clone(&disk),
        };
        let opened = Opened {
            registry: Registry::default(),
            runs: RunLog::none(disk, root.join("runs.json"), read_only),
            repairs: Vec::new(),
            nameless: Vec::new(),
            read_only,
        };
        (store, opened)
    }

    /// Whether no other program can have the folder open. Where nothing can be written there may be no lock.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.lock.held.is_some()
    }

    /// The accounts' folders.
    #[must_use]
    pub fn folders(&self) -> Folders {
        self.folders.clone()
    }

    /// Why nothing is written, if so.
    #[must_use]
    pub const fn read_only(&self) -> Option<ReadOnly> {
        self.read_only
    }
}

/// Makes the folders, or says why nothing can be written.
fn prepare(
    disk: &dyn Disk,
    root: &Path,
    folders: &[&PathBuf],
) -> Result<Option<ReadOnly>, StoreError> {
    let made = |folder: &Path, done: io::Result<()>| match done {
        Ok(()) => Ok(None),
        Err(source) => not_writable(&source)
            .map(Some)
            .ok_or_else(|| StoreError::Prepare {
                folder: folder.to_owned(),
                source,
            }),
    };
    for folder in folders {
        if let Some(why) = made(folder, disk.create_folder(folder).map(drop))? {
            return Ok(Some(why));
        }
    }
    made(root, disk.sync_folder(root))
}

/// What an error says of a whole folder, where it says that nothing can be written there.
fn not_writable(error: &io::Error) -> Option<ReadOnly> {
    if disk::forbids_writing(error) {
        Some(ReadOnly::Disk)
    } else {
        disk::is_full(error).then_some(ReadOnly::Full)
    }
}

/// Makes the data folder and takes its lock. What can be read is read without one where there is none.
fn take(disk: &dyn Disk, root: &Path) -> Result<(Lock, Option<ReadOnly>), StoreError> {
    let failed = |source| StoreError::Prepare {
        folder: root.to_owned(),
        source,
    };
    if let Err(source) = disk.create_folder(root) {
        // A folder that can't be tightened because the disk is read-only can still be read.
        let is_there = disk.exists(root).unwrap_or(false);
        if !(is_there && disk::forbids_writing(&source)) {
            return Err(failed(source));
        }
    }
    match disk.lock(&root.join("lock")) {
        Ok(lock) => {
            let read_only = (!lock.writable).then_some(ReadOnly::Disk);
            Ok((lock, read_only))
        }
        Err(source) if source.kind() == ErrorKind::WouldBlock => Err(StoreError::InUse {
            folder: root.to_owned(),
        }),
        Err(source) if disk::is_full(&source) => Ok((Lock::none(), Some(ReadOnly::Full))),
        Err(source) => Err(failed(source)),
    }
}

/// Takes what the folders say of accounts that an older generation has: it's at least as new, because
/// it's written first. One that couldn't be may be older, and then mustn't make a draft of an account.
fn refresh(registry: &mut Registry, folders: &Folders) {
    for account in &mut registry.accounts {
        if let Description::Good(newer) = folders.describe(account.id)
            && (newer.listed || !account.listed)
        {
            *account = *newer;
        }
    }
}

/// Takes what the folder says of an account that never signed in as far as the registry knows, and would be removed:
/// the program may have ended between the two.
fn list_drafts(registry: &mut Registry, folders: &Folders, repairs: &mut Vec<Repair>) {
    for account in registry.accounts.iter_mut().filter(|a| !a.listed) {
        if let Description::Good(newer) = folders.describe(account.id)
            && newer.listed
        {
            *account = *newer;
            repairs.push(Repair::AccountRecovered {
                account: account.id,
            });
        }
    }
}

/// Brings back listed accounts that the registry doesn't have, though their folders describe them. One
/// that's being removed lost its description first, so it can't come back. New accounts that never
/// signed in are given to removal.
fn bring_back(
    registry: &mut Registry,
    folders: &Folders,
    repairs: &mut Vec<Repair>,
) -> Result<(), StoreError> {
    let known: BTreeSet<_> = registry
        .accounts
        .iter()
        .map(|a| a.id)
        .chain(registry.removing.iter().copied())
        .collect();
    let missing = folders.ids()?.into_iter().filter(|id| !known.contains(id));
    let (accounts, drafts) = described(missing, folders, repairs);
    repairs.extend(
        accounts
            .iter()
            .map(|a| Repair::AccountRecovered { account: a.id }),
    );
    registry.accounts.extend(accounts);
    registry.removing.extend(drafts);
    Ok(())
}

/// Makes a registry from the folders alone.
fn rebuild(
    folders: &Folders,
    had_generations: bool,
    repairs: &mut Vec<Repair>,
) -> Result<Registry, StoreError> {
    let mut unreadable = Vec::new();
    let (accounts, removing) = described(folders.ids()?, folders, &mut unreadable);
    if had_generations || !accounts.is_empty() {
        repairs.insert(
            0,
            Repair::RegistryRebuilt {
                accounts: accounts.len(),
            },
        );
    }
    repairs.append(&mut unreadable);
    Ok(Registry {
        accounts,
        removing,
        ..Registry::default()
    })
}

/// The listed accounts that folders describe, in order of their age, and the ids of those that never
/// signed in.
fn described(
    ids: impl IntoIterator<Item = AccountId>,
    folders: &Folders,
    repairs: &mut Vec<Repair>,
) -> (Vec<Account>, Vec<AccountId>) {
    let (mut accounts, mut drafts) = (Vec::new(), Vec::new());
    for id in ids {
        match folders.describe(id) {
            Description::Good(account) if account.listed => accounts.push(*account),
            Description::Good(_) => drafts.push(id),
            Description::Damaged => repairs.push(Repair::AccountUnreadable { account: id }),
            // The program ended while it was being added.
            Description::Missing if folders.is_new(id) => drafts.push(id),
            // An account that couldn't be saved has left nothing but the folder's name.
            Description::Missing if folders.is_empty(id) => {}
            Description::Missing => repairs.push(Repair::AccountNameless { account: id }),
            Description::Newer => {}
        }
    }
    accounts.sort_by_key(|a| (a.added_at, a.id));
    (accounts, drafts)
}
