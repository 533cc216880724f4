//! Each account's folder: what it says of the account, and the webview's own files.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use accounts::Account;
use domain::AccountId;

use crate::{
    disk::{self, Disk},
    envelope,
    error::{ReadOnly, StoreError},
    migrate::{self, Unusable},
};

const DESCRIPTION: &str = "account.json";
const WEB: &str = "web";
/// Stands in the folder of an account that nobody has signed in to, from before there's anything else in it.
const NEW: &str = "new";
/// A session that is cleared lies beside the next one until it's gone.
const WEB_ASIDE: &str = "web.cleared-";
/// How often removal is tried: a process that's about to end may still write.
const ATTEMPTS: u32 = 20;
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The accounts' folders. Cheap to clone; usable from any thread.
#[derive(Clone)]
pub struct Folders {
    disk: Arc<dyn Disk>,
    root: PathBuf,
    read_only: Option<ReadOnly>,
}

/// What an account's folder says of it.
pub(crate) enum Description {
    Good(Box<Account>),
    Newer,
    Damaged,
    Missing,
}

impl Folders {
    pub(crate) fn new(disk: Arc<dyn Disk>, root: PathBuf, read_only: Option<ReadOnly>) -> Self {
        Self {
            disk,
            root,
            read_only,
        }
    }

    /// Why nothing is written, if so.
    #[must_use]
    pub const fn read_only(&self) -> Option<ReadOnly> {
        self.read_only
    }

    /// The folder for the webview's own files, made if need be, closed to other users. Call this before
    /// the first webview gets the folder: cookies lie in it as plain text.
    pub fn web_dir(&self, id: AccountId) -> Result<PathBuf, StoreError> {
        self.made(self.path(id))?;
        self.made(self.path(id).join(WEB))
    }

    /// As [`Self::web_dir`], for an account that is being added. Should the program end before the account is
    /// described, the folder goes at the next start.
    pub fn begin(&self, id: AccountId) -> Result<PathBuf, StoreError> {
        let file = self.made(self.path(id))?.join(NEW);
        disk::replace(&*self.disk, &file, b"")
            .map_err(|source| StoreError::Write { file, source })?;
        self.web_dir(id)
    }

    /// Whether an account was still being added when it was last described, if it was at all.
    pub(crate) fn is_new(&self, id: AccountId) -> bool {
        self.disk.exists(&self.path(id).join(NEW)).unwrap_or(false)
    }

    /// Somebody has signed in: from now on the folder stays, whatever happens to the description.
    pub(crate) fn no_longer_new(&self, id: AccountId) -> Result<(), StoreError> {
        let file = self.path(id).join(NEW);
        match self.disk.remove_file(&file) {
            Err(source) if !is_absent(source.kind()) => Err(StoreError::Write { file, source }),
            _ => Ok(()),
        }
    }

    /// Where an account's folder is, or would be.
    #[must_use]
    pub fn path(&self, id: AccountId) -> PathBuf {
        self.root.join(id.to_string())
    }

    fn made(&self, folder: PathBuf) -> Result<PathBuf, StoreError> {
        if let Some(why) = self.read_only {
            let is_there = self.disk.exists(&folder).unwrap_or(false);
            return if is_there && !why.is_for_sessions_too() {
                Ok(folder)
            } else {
                Err(StoreError::ReadOnly(why))
            };
        }
        match self.disk.create_folder(&folder) {
            Ok(_) => Ok(folder),
            Err(source) => Err(StoreError::Prepare { folder, source }),
        }
    }

    /// The ids that there are folders for, in no order.
    pub(crate) fn ids(&self) -> Result<Vec<AccountId>, StoreError> {
        let paths = self
            .disk
            .list(&self.root)
            .map_err(|source| StoreError::Read {
                file: self.root.clone(),
                source,
            })?;
        Ok(paths.iter().filter_map(|path| id_of(path)).collect())
    }

    /// Whether there's nothing in an account's folder, but for a webview's that nothing has used.
    pub(crate) fn is_empty(&self, id: AccountId) -> bool {
        let folder = self.path(id);
        let holds_nothing =
            |folder: &Path| self.disk.list(folder).is_ok_and(|in_it| in_it.is_empty());
        let inside = self.disk.list(&folder);
        let web = folder.join(WEB);
        inside.is_ok_and(|inside| {
            inside
                .iter()
                .all(|path| *path == web && holds_nothing(path))
        })
    }

    pub(crate) fn description_file(&self, id: AccountId) -> PathBuf {
        self.path(id).join(DESCRIPTION)
    }

    pub(crate) fn describe(&self, id: AccountId) -> Description {
        match self.disk.read(&self.description_file(id)) {
            Ok(bytes) => described(&bytes, id),
            Err(error) if is_absent(error.kind()) => Description::Missing,
            Err(_) => Description::Damaged,
        }
    }

    /// The description's bytes where it's whole; [`Description`] says why it isn't.
    pub(crate) fn description_bytes(&self, id: AccountId) -> Result<Vec<u8>, Description> {
        let bytes = match self.disk.read(&self.description_file(id)) {
            Ok(bytes) => bytes,
            Err(error) if is_absent(error.kind()) => return Err(Description::Missing),
            Err(_) => return Err(Description::Damaged),
        };
        match described(&bytes, id) {
            Description::Good(_) => Ok(bytes),
            other => Err(other),
        }
    }

    /// `is_first`: for the first time in this run, so the folder itself may be new.
    pub(crate) fn write_description(
        &self,
        id: AccountId,
        bytes: &[u8],
        is_first: bool,
    ) -> Result<(), StoreError> {
        let file = self.description_file(id);
        let written = self.disk.create_folder(&self.path(id)).and_then(|_| {
            disk::replace(&*self.disk, &file, bytes)?;
            if is_first {
                self.disk.sync_folder(&self.root)
            } else {
                Ok(())
            }
        });
        written.map_err(|source| StoreError::Write { file, source })
    }

    /// Removes what the folder says of the account: from then on nothing can bring it back.
    pub(crate) fn remove_description(&self, id: AccountId) -> Result<(), StoreError> {
        let remove = |source| StoreError::Remove {
            account: id,
            source,
        };
        match self.disk.remove_file(&self.description_file(id)) {
            Ok(()) => self.disk.sync_folder(&self.path(id)).map_err(remove),
            Err(error) if is_absent(error.kind()) => Ok(()),
            Err(error) => Err(remove(error)),
        }
    }

    /// Puts the webview's own files out of the way, so that the next page starts without them. Quick, and good
    /// for the session at once; [`Self::remove_web_aside`] removes the files.
    pub fn set_web_aside(&self, id: AccountId) -> Result<(), StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        let remove = |source| StoreError::Remove {
            account: id,
            source,
        };
        let folder = self.path(id);
        let mut aside = folder.join(format!("{WEB_ASIDE}1"));
        let mut number = 1_u32;
        while self.disk.exists(&aside).map_err(remove)? {
            number += 1;
            aside = folder.join(format!("{WEB_ASIDE}{number}"));
        }
        match self.disk.rename(&folder.join(WEB), &aside) {
            // A power cut must not put it back.
            Ok(()) => self.disk.sync_folder(&folder).map_err(remove),
            Err(error) if is_absent(error.kind()) => Ok(()),
            Err(error) => Err(remove(error)),
        }
    }

    /// Removes what [`Self::set_web_aside`] has put out of the way, in this run or one before, and looks whether
    /// it's gone. Takes up to a second where a process still writes there. `false`: something is left.
    #[must_use]
    pub fn remove_web_aside(&self, id: AccountId) -> bool {
        let folder = self.path(id);
        match self.disk.list(&folder) {
            Ok(paths) => {
                let aside = paths.iter().filter(|path| is_web_aside(path));
                // Each is tried, whatever became of the one before.
                let left = aside.filter(|path| !self.vanishes(id, path, &folder));
                left.count() == 0
            }
            Err(error) => {
                tracing::warn!(account.id = %id, error.kind = ?error.kind(), "folder can't be listed");
                false
            }
        }
    }

    /// Removes an account's folder and looks whether it's gone. Takes up to a second where a process
    /// still writes there. `false`: something is left.
    pub(crate) fn remove_tree(&self, id: AccountId) -> bool {
        self.vanishes(id, &self.path(id), &self.root)
    }

    /// Removes a folder in `parent`, and looks.
    fn vanishes(&self, id: AccountId, folder: &Path, parent: &Path) -> bool {
        for attempt in 1..=ATTEMPTS {
            let removed = self
                .disk
                .remove_tree(folder)
                .and_then(|()| self.disk.sync_folder(parent));
            if removed.is_ok() && matches!(self.disk.exists(folder), Ok(false)) {
                return true;
            }
            if let Err(error) = &removed {
                tracing::debug!(account.id = %id, error.kind = ?error.kind(), attempt, "folder stays");
            }
            if attempt < ATTEMPTS {
                thread::sleep(PAUSE);
            }
        }
        tracing::warn!(account.id = %id, "an account's folder could not be removed");
        false
    }
}

fn described(bytes: &[u8], id: AccountId) -> Description {
    let Some(content) = envelope::open(bytes) else {
        return Description::Damaged;
    };
    match migrate::account(content.data, content.schema) {
        // A copied folder describes another account than its name does.
        Ok(account) if account.id == id => Description::Good(Box::new(account)),
        Ok(_) | Err(Unusable::Damaged) => Description::Damaged,
        Err(Unusable::Newer) => Description::Newer,
    }
}

fn id_of(path: &Path) -> Option<AccountId> {
    let name = path.file_name()?.to_str()?;
    let id: AccountId = name.parse().ok()?;
    // Only the form that we write names a folder of ours.
    (id.to_string() == name).then_some(id)
}

fn is_web_aside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(WEB_ASIDE))
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}
