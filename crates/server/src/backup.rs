//! `ninefold-server backup` and `restore`: copies of a `SQLite` database to keep.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use crm::Database;

use crate::{
    config::PlaceArgs, data_dir::DataDir, error::ServeError, new_file, operator, running::Location,
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
            "Written to {}. The secrets in it open with server.key alone: keep a copy of that elsewhere. Photos lie in the folder files, which is to be copied, too.",
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
        let copy = new_file::beside(&to)?;
        let db = Database::read_file(&database).await?;
        let written = crm::back_up(&db, copy.path()).await;
        db.close().await?;
        written?;
        crm::verify_backup(copy.path()).await?;
        new_file::keep(copy, &to)
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
        let mut copy = new_file::beside(&database)?;
        let copied =
            fs::File::open(&from).and_then(|mut backup| io::copy(&mut backup, copy.as_file_mut()));
        copied.map_err(|source| new_file::failed(&database, source))?;
        new_file::keep(copy, &database)
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
