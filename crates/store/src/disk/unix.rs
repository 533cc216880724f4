//! Unix: permissions for the owner alone, and folders that can be synced.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
const OTHERS: u32 = 0o077;

pub(super) fn create_private_folder(folder: &Path) -> io::Result<bool> {
    let is_new = fs::symlink_metadata(folder).is_err();
    DirBuilder::new()
        .recursive(true)
        .mode(FOLDER)
        .create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & OTHERS != 0 {
        fs::set_permissions(folder, Permissions::from_mode(FOLDER))?;
    }
    Ok(is_new)
}

pub(super) fn open_private(file: &Path, empty: bool) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(empty)
        .mode(FILE)
        .open(file)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
