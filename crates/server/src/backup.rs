//! `ninefold-server backup` and `restore`: copies of a `SQLite` database to keep.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use crm::Database;
use tempfile::NamedTempFile;

use crate::{
    config::PlaceArgs,
    data_dir::{self, DataDir},
    error::ServeError,
    operator,
    running::Location,
};

/// Where a backup goes.
#[derive(Debug, Args)]
pub struct BackupArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// The file to write; there must be none yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// What is restored.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// A file that `backup` has written
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Writes a backup, while the server may be running.
#[must_use]
pub fn back_up(args: BackupArgs) -> ExitCode {
    operator::told(write(args).map(|file| {
        format!(
            "Written to {}. The secrets in it open with server.key alone: keep a copy of that elsewhere.",
            file.display()
        )
    }))
}

/// Puts a backup where the server's database was.
#[must_use]
pub fn restore(args: RestoreArgs) -> ExitCode {
    operator::told(put_back(args).map(|file| format!("Restored to {}", file.display())))
}

fn write(args: BackupArgs) -> Result<PathBuf, ServeError> {
    let Location::File(database) = args.place.location()? else {
        return Err(ServeError::BackupByPostgres);
    };
    let to = args.to;
    operator::block(async {
        let copy = beside(&to)?;
        let db = Database::read_file(&database).await?;
        let written = crm::back_up(&db, copy.path()).await;
        db.close().await?;
        written?;
        crm::verify_backup(copy.path()).await?;
        keep(copy, &to)
    })?;
    Ok(to)
}

fn put_back(args: RestoreArgs) -> Result<PathBuf, ServeError> {
    let (data_dir, location) = args.place.places()?;
    let Location::File(database) = location else {
        return Err(ServeError::BackupByPostgres);
    };
    // Nobody starts meanwhile.
    let _data = DataDir::open(&data_dir)?;
    if let Some(path) = in_the_way(&database) {
        return Err(ServeError::FileExists { path });
    }
    let from = args.from;
    operator::block(async {
        crm::verify_backup(&from).await?;
        let mut copy = beside(&database)?;
        let copied =
            fs::File::open(&from).and_then(|mut backup| io::copy(&mut backup, copy.as_file_mut()));
        copied.map_err(|source| failed(&database, source))?;
        keep(copy, &database)
    })?;
    Ok(database)
}

/// A file of the database that is there. What was written last may be in the second one alone.
fn in_the_way(database: &Path) -> Option<PathBuf> {
    let log = PathBuf::from(format!("{}-wal", database.display()));
    [database.to_owned(), log]
        .into_iter()
        .find(|path| path.exists())
}

/// A file for its owner alone that becomes `path` when it's whole.
fn beside(path: &Path) -> Result<NamedTempFile, ServeError> {
    NamedTempFile::new_in(folder(path)).map_err(|source| failed(path, source))
}

fn keep(file: NamedTempFile, path: &Path) -> Result<(), ServeError> {
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

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn failed(path: &Path, source: io::Error) -> ServeError {
    ServeError::BackupFile {
        path: path.to_owned(),
        source,
    }
}
