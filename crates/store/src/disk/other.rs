//! Windows: the user's profile is closed to others already, and the file system's journal keeps names.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

pub(super) fn create_private_folder(folder: &Path) -> io::Result<bool> {
    let is_new = fs::symlink_metadata(folder).is_err();
    fs::create_dir_all(folder)?;
    Ok(is_new)
}

pub(super) fn open_private(file: &Path, empty: bool) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(empty)
        .open(file)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the same on every system, and on some it can fail"
)]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
