//! The port to the file system: the few operations that the store is made of.
//!
//! [`SystemDisk`] is the real one. Tests have another, in memory, that fails, or loses its power, at
//! any operation.

#[cfg_attr(unix, path = "disk/unix.rs")]
#[cfg_attr(not(unix), path = "disk/other.rs")]
mod platform;
mod system;

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

pub use system::SystemDisk;
pub(crate) use system::{forbids_writing, is_full};

/// The file system, as far as the store needs it.
pub trait Disk: Send + Sync + 'static {
    /// Takes the lock file for this program. `WouldBlock` when another has it.
    fn lock(&self, file: &Path) -> io::Result<Lock>;

    /// Makes a folder that only this user can enter, and those above it. One that's there is
    /// tightened. Tells whether it's new.
    fn create_folder(&self, folder: &Path) -> io::Result<bool>;

    /// What a folder holds; nothing when it isn't there.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// A file's bytes. `FileTooLarge` when it's none of the store's files.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;

    /// Writes a file that only this user can read, down to the medium. Its name may still be lost.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Renames, replacing what has the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Brings the names in a folder down to the medium.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove_file(&self, file: &Path) -> io::Result<()>;

    /// Removes a folder with all that's in it. Symbolic links are removed, not followed. A folder
    /// that isn't there is no error.
    fn remove_tree(&self, folder: &Path) -> io::Result<()>;

    /// Whether there's anything of this name.
    fn exists(&self, path: &Path) -> io::Result<bool>;
}

/// The data folder's lock, free again when dropped.
#[derive(Debug)]
pub struct Lock {
    /// Holds the system's lock; nothing where the lock file can't be had.
    pub held: Option<File>,
    /// Whether the folder can be written to.
    pub writable: bool,
}

impl Lock {
    /// Where nothing can be written, and so not locked.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            held: None,
            writable: false,
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing isn't enough: a process that is just being started may hold a copy of the file for a
        // moment, and with it the lock.
        if let Some(Err(error)) = self.held.as_ref().map(File::unlock) {
            tracing::debug!(error.kind = ?error.kind(), "a lock is freed by its closing");
        }
    }
}

/// Replaces a file as a whole: after a crash either the old or the new content is there.
///
/// One writer at a time for one file.
pub fn atomic_write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(&SystemDisk, file, bytes)
}

pub(crate) fn replace(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let temporary = folder.join(format!(".{}.tmp", name.to_string_lossy()));
    let written = disk
        .write(&temporary, bytes)
        .and_then(|()| disk.rename(&temporary, file));
    if let Err(error) = written {
        // Best effort: the next write uses the same name anyway.
        drop(disk.remove_file(&temporary));
        return Err(error);
    }
    disk.sync_folder(folder)
}

/// Renames a file that can't be read so that nothing overwrites it. Gives back its new name.
pub(crate) fn set_aside(disk: &dyn Disk, file: &Path) -> io::Result<PathBuf> {
    let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let name = file
        .file_name()
        .ok_or(io::ErrorKind::InvalidInput)?
        .to_string_lossy();
    let mut number = 1u32;
    loop {
        let aside = folder.join(format!("{name}.damaged-{number}"));
        if !disk.exists(&aside)? {
            disk.rename(file, &aside)?;
            disk.sync_folder(folder)?;
            return Ok(aside);
        }
        number += 1;
    }
}
