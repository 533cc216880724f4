//! The operating system's file system.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use super::{Disk, Lock, platform};

/// More than any registry has; a file beyond it is somebody else's.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The operating system's file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn lock(&self, file: &Path) -> io::Result<Lock> {
        let (opened, writable) = match platform::open_private(file, false) {
            Ok(opened) => (opened, true),
            Err(error) if forbids_writing(&error) => match File::open(file) {
                Ok(opened) => (opened, false),
                Err(_) => return Ok(Lock::none()),
            },
            Err(error) => return Err(error),
        };
        match opened.try_lock() {
            Ok(()) => Ok(Lock {
                held: Some(opened),
                writable,
            }),
            Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn create_folder(&self, folder: &Path) -> io::Result<bool> {
        platform::create_private_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| entry.map(|e| e.path())).collect(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let opened = File::open(file)?;
        if opened.metadata()?.len() > LARGEST {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        opened.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut opened = platform::open_private(file, true)?;
        opened.write_all(bytes)?;
        opened.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        platform::sync_folder(folder)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            outcome => outcome,
        }
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Whether an error says that there's no room.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

/// Whether an error says that the place can be read, but not written to.
pub(crate) fn forbids_writing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied
    )
}
