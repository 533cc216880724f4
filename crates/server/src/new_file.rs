//! Files and folders that the operator asked for: whole, or not there.

use std::{fs, io, path::Path};

use tempfile::{NamedTempFile, TempDir};

use crate::{data_dir, error::ServeError};

/// A file for its owner alone that becomes `path` when it's whole.
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile, ServeError> {
    NamedTempFile::new_in(folder(path)).map_err(|source| failed(path, source))
}

/// The file is whole. Nothing is written over one that is there.
pub(crate) fn keep(file: NamedTempFile, path: &Path) -> Result<(), ServeError> {
    let synced = file.as_file().sync_all();
    synced.map_err(|source| failed(path, source))?;
    file.persist_noclobber(path)
        .map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => ServeError::FileExists {
                path: path.to_owned(),
            },
            _ => failed(path, refused.error),
        })?;
    data_dir::sync_folder(folder(path)).map_err(|source| failed(path, source))
}

/// A folder for its owner alone that becomes `path` when it's whole.
pub(crate) fn folder_beside(path: &Path) -> Result<TempDir, ServeError> {
    let made = TempDir::new_in(folder(path)).and_then(|made| {
        data_dir::make_private(made.path())?;
        Ok(made)
    });
    made.map_err(|source| failed(path, source))
}

/// The folder is whole. Nothing is at `path`.
pub(crate) fn keep_folder(made: &TempDir, path: &Path) -> Result<(), ServeError> {
    fs::rename(made.path(), path).map_err(|source| failed(path, source))?;
    data_dir::sync_folder(folder(path)).map_err(|source| failed(path, source))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// What is said of a file that can't be written.
pub(crate) fn failed(path: &Path, source: io::Error) -> ServeError {
    ServeError::BackupFile {
        path: path.to_owned(),
        source,
    }
}
