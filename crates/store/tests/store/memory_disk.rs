//! A disk in memory: it can fail at any operation, and lose its power, with what wasn't synced.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use store::{Disk, Lock};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(Vec<u8>),
}

type Tree = BTreeMap<PathBuf, Node>;

/// A change of names that isn't on the medium before its folder is synced.
#[derive(Clone, Debug)]
enum Change {
    Put(PathBuf, Node),
    Rename(PathBuf, PathBuf, Node),
    Remove(PathBuf),
}

impl Change {
    fn is_in(&self, folder: &Path) -> bool {
        let within = |path: &Path| path.parent() == Some(folder);
        match self {
            Self::Put(path, _) | Self::Remove(path) => within(path),
            Self::Rename(from, to, _) => within(from) || within(to),
        }
    }

    fn apply(&self, tree: &mut Tree) {
        match self {
            Self::Put(path, node) => drop(tree.insert(path.clone(), node.clone())),
            Self::Rename(from, to, node) => {
                tree.remove(from);
                tree.insert(to.clone(), node.clone());
            }
            Self::Remove(path) => tree.retain(|there, _| !there.starts_with(path)),
        }
    }
}

/// When operations fail. Reading counts too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Never.
    None,
    /// The nth from now, and no other.
    Once(usize),
    /// The nth from now, and all after it: the program is as good as killed there.
    From(usize),
}

/// What fails in a folder that's barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bar {
    /// Whatever changes something.
    Writing,
    /// Whatever there is, as where another user owns it.
    Everything,
}

struct Inner {
    tree: Tree,
    medium: Tree,
    unsynced: Vec<Change>,
    fault: Fault,
    /// A folder that can't be changed, and what else can't be done in it.
    barred: Option<(PathBuf, Bar)>,
    done: usize,
}

#[derive(Clone)]
pub(crate) struct MemoryDisk(Arc<Mutex<Inner>>);

impl Default for MemoryDisk {
    fn default() -> Self {
        let tree = Tree::from([("/".into(), Node::Folder)]);
        let inner = Inner {
            medium: tree.clone(),
            tree,
            unsynced: vec![],
            fault: Fault::None,
            barred: None,
            done: 0,
        };
        Self(Arc::new(Mutex::new(inner)))
    }
}

impl MemoryDisk {
    /// Sets when operations fail, and counts from here.
    pub(crate) fn fail(&self, fault: Fault) {
        let mut inner = self.lock_inner();
        inner.fault = fault;
        inner.done = 0;
    }

    /// From now on operations in this folder fail.
    pub(crate) fn bar(&self, folder: &Path, what: Bar) {
        self.lock_inner().barred = Some((folder.to_owned(), what));
    }

    /// From now on they work again.
    pub(crate) fn heal(&self) {
        self.lock_inner().barred = None;
    }

    /// Operations since the last [`Self::fail`].
    pub(crate) fn operations(&self) -> usize {
        self.lock_inner().done
    }

    /// The disk as it is now, as a disk of its own.
    pub(crate) fn copy(&self) -> Self {
        let inner = self.lock_inner();
        let copy = Inner {
            tree: inner.tree.clone(),
            medium: inner.medium.clone(),
            unsynced: inner.unsynced.clone(),
            fault: Fault::None,
            barred: None,
            done: 0,
        };
        Self(Arc::new(Mutex::new(copy)))
    }

    /// The disk after a power cut. Of the changes that weren't synced, those survive that `survives`
    /// says so of, by their number.
    pub(crate) fn after_power_cut(&self, survives: impl Fn(usize) -> bool) -> Self {
        let inner = self.lock_inner();
        let mut tree = inner.medium.clone();
        for (_, change) in inner
            .unsynced
            .iter()
            .enumerate()
            .filter(|(n, _)| survives(*n))
        {
            change.apply(&mut tree);
        }
        let cut = Inner {
            medium: tree.clone(),
            tree,
            unsynced: vec![],
            fault: Fault::None,
            barred: None,
            done: 0,
        };
        Self(Arc::new(Mutex::new(cut)))
    }

    /// Puts bytes into a file, as if by another program.
    pub(crate) fn plant(&self, file: &Path, bytes: &[u8]) {
        let mut inner = self.lock_inner();
        let Inner { tree, medium, .. } = &mut *inner;
        for tree in [tree, medium] {
            for folder in file.ancestors().skip(1) {
                tree.entry(folder.to_owned()).or_insert(Node::Folder);
            }
            tree.insert(file.to_owned(), Node::File(bytes.to_owned()));
        }
    }

    /// All files with their bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let inner = self.lock_inner();
        let files = inner.tree.iter().filter_map(|(path, node)| match node {
            Node::File(bytes) => Some((path.clone(), bytes.clone())),
            Node::Folder => None,
        });
        files.collect()
    }

    fn lock_inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Counts an operation, and fails where it's time, or in a place that's barred.
    fn begin(&self, path: &Path, needs: Bar) -> (MutexGuard<'_, Inner>, io::Result<()>) {
        let mut inner = self.lock_inner();
        let number = inner.done;
        inner.done += 1;
        let fails = match inner.fault {
            Fault::None => false,
            Fault::Once(at) => number == at,
            Fault::From(at) => number >= at,
        };
        let is_barred = inner.barred.as_ref().is_some_and(|(folder, bar)| {
            path.starts_with(folder) && [Bar::Everything, needs].contains(bar)
        });
        let outcome = if fails {
            Err(ErrorKind::StorageFull.into())
        } else if is_barred {
            Err(ErrorKind::PermissionDenied.into())
        } else {
            Ok(())
        };
        (inner, outcome)
    }
}

impl Inner {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.tree);
        self.unsynced.push(change);
    }

    fn has_folder(&self, path: &Path) -> bool {
        self.tree.get(path) == Some(&Node::Folder)
    }
}

impl Disk for MemoryDisk {
    fn lock(&self, file: &Path) -> io::Result<Lock> {
        let (inner, outcome) = self.begin(file, Bar::Everything);
        drop(inner);
        outcome.map(|()| Lock {
            held: None,
            writable: true,
        })
    }

    fn create_folder(&self, folder: &Path) -> io::Result<bool> {
        let (mut inner, outcome) = self.begin(folder, Bar::Writing);
        outcome?;
        let missing: Vec<_> = folder
            .ancestors()
            .filter(|f| !inner.has_folder(f))
            .map(Path::to_owned)
            .collect();
        if missing.iter().any(|path| inner.tree.contains_key(path)) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        for path in missing.iter().rev() {
            inner.change(Change::Put(path.clone(), Node::Folder));
        }
        Ok(!missing.is_empty())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let (inner, outcome) = self.begin(folder, Bar::Everything);
        outcome?;
        Ok(inner
            .tree
            .keys()
            .filter(|path| path.parent() == Some(folder))
            .cloned()
            .collect())
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let (inner, outcome) = self.begin(file, Bar::Everything);
        outcome?;
        match inner.tree.get(file) {
            Some(Node::File(bytes)) => Ok(bytes.clone()),
            Some(Node::Folder) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let (mut inner, outcome) = self.begin(file, Bar::Writing);
        if !file.parent().is_some_and(|folder| inner.has_folder(folder)) {
            return Err(ErrorKind::NotFound.into());
        }
        if let Err(error) = &outcome
            && error.kind() == ErrorKind::PermissionDenied
        {
            return outcome;
        }
        let written = if outcome.is_ok() {
            bytes.len()
        } else {
            bytes.len() / 2
        };
        let node = Node::File(bytes[..written].to_owned());
        inner.change(Change::Put(file.to_owned(), node));
        outcome
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (mut inner, outcome) = self.begin(from, Bar::Writing);
        outcome?;
        let node = inner.tree.get(from).cloned().ok_or(ErrorKind::NotFound)?;
        inner.change(Change::Rename(from.to_owned(), to.to_owned(), node));
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let (mut inner, outcome) = self.begin(folder, Bar::Writing);
        outcome?;
        if !inner.has_folder(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let (synced, unsynced): (Vec<_>, Vec<_>) = std::mem::take(&mut inner.unsynced)
            .into_iter()
            .partition(|c| c.is_in(folder));
        for change in synced {
            change.apply(&mut inner.medium);
        }
        inner.unsynced = unsynced;
        Ok(())
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        let (mut inner, outcome) = self.begin(file, Bar::Writing);
        outcome?;
        if !matches!(inner.tree.get(file), Some(Node::File(_))) {
            return Err(ErrorKind::NotFound.into());
        }
        inner.change(Change::Remove(file.to_owned()));
        Ok(())
    }

    fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        let (mut inner, outcome) = self.begin(folder, Bar::Writing);
        outcome?;
        if inner.tree.contains_key(folder) {
            inner.change(Change::Remove(folder.to_owned()));
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        let (inner, outcome) = self.begin(path, Bar::Everything);
        outcome?;
        Ok(inner.tree.contains_key(path))
    }
}
