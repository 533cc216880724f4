//! `ninefold-server backup` and `restore`: copies of a `SQLite` database to keep, and of files in a folder beside it.
//!
//! The file comes last: where it is, the folder is whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use crm::Database;

use crate::{
    config::PlaceArgs,
    data_dir::{DataDir, files_in},
    error::ServeError,
    files::OwnedFiles,
    new_file, operator,
    running::Location,
};

/// Where a backup goes.
#[derive(Debug, Args)]
pub struct BackupArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// The file to write, beside a folder FILE-files for photos; there must be neither yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// What is restored.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// A file that `backup` has written, beside its folder
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Writes a backup, while the server may be running.
#[must_use]
pub fn back_up(args: BackupArgs) -> ExitCode {
    operator::told(write(args).map(|file| {
        format!(
            "Written to {}, and photos to {}. The secrets in it open with server.key alone: keep a copy of that elsewhere.",
            file.display(),
            files_beside(&file).display()
        )
    }))
}

/// Puts a backup where the server's database was.
#[must_use]
pub fn restore(args: RestoreArgs) -> ExitCode {
    operator::told(put_back(args).map(|restored| {
        let database = restored.database.display();
        match restored.without {
            None => format!("Restored to {database}, with its photos"),
            Some(folder) => format!(
                "Restored to {database}, without photos: there is no {}",
                folder.display()
            ),
        }
    }))
}

fn write(args: BackupArgs) -> Result<PathBuf, ServeError> {
    let (data_dir, location) = args.place.places()?;
    let Location::File(database) = location else {
        return Err(ServeError::BackupByPostgres);
    };
    let to = args.to;
    let folder = files_beside(&to);
    none_of([&to, &folder])?;
    let copy = new_file::beside(&to)?;
    let copied = new_file::folder_beside(&folder)?;
    let files = OwnedFiles::new(files_in(&data_dir));
    let copy_files = || {
        let done = files.copy_to(&OwnedFiles::new(copied.path().to_owned()));
        done.map_err(|source| new_file::failed(&folder, source))
    };
    // Before the database those that go while it's written, and after it those that come.
    copy_files()?;
    operator::block(async {
        let db = Database::read_file(&database).await?;
        let written = crm::back_up(&db, copy.path()).await;
        db.close().await?;
        written?;
        Ok(crm::verify_backup(copy.path()).await?)
    })?;
    copy_files()?;
    new_file::keep_folder(&copied, &folder)?;
    new_file::keep(copy, &to)?;
    Ok(to)
}

/// What was put back.
struct Restored {
    database: PathBuf,
    /// The folder of files that isn't there.
    without: Option<PathBuf>,
}

fn put_back(args: RestoreArgs) -> Result<Restored, ServeError> {
    let (data_dir, location) = args.place.places()?;
    let Location::File(database) = location else {
        return Err(ServeError::BackupByPostgres);
    };
    // Nobody starts meanwhile.
    let _data = DataDir::open(&data_dir)?;
    // What was written last may be in the second one alone.
    let log = PathBuf::from(format!("{}-wal", database.display()));
    none_of([&database, &log])?;
    let from = args.from;
    let folder = files_beside(&from);
    let has_files = folder.is_dir();
    let files = files_in(&data_dir);
    if has_files {
        none_in(&files)?;
    }
    operator::block(async { Ok(crm::verify_backup(&from).await?) })?;
    let mut copy = new_file::beside(&database)?;
    let copied =
        fs::File::open(&from).and_then(|mut backup| io::copy(&mut backup, copy.as_file_mut()));
    copied.map_err(|source| new_file::failed(&database, source))?;
    if has_files {
        let copied = new_file::folder_beside(&files)?;
        let done =
            OwnedFiles::new(folder.clone()).copy_to(&OwnedFiles::new(copied.path().to_owned()));
        done.map_err(|source| new_file::failed(&files, source))?;
        new_file::keep_folder(&copied, &files)?;
    }
    new_file::keep(copy, &database)?;
    Ok(Restored {
        database,
        without: (!has_files).then_some(folder),
    })
}

/// The folder of files that belongs to a backup.
fn files_beside(backup: &Path) -> PathBuf {
    let mut folder = backup.as_os_str().to_owned();
    folder.push("-files");
    folder.into()
}

/// Nothing is put over what is there.
fn none_of(paths: [&Path; 2]) -> Result<(), ServeError> {
    match paths.into_iter().find(|path| path.exists()) {
        Some(path) => Err(ServeError::FileExists {
            path: path.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Neither into a folder that something is in; an empty one makes room.
fn none_in(folder: &Path) -> Result<(), ServeError> {
    match fs::remove_dir(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => Err(ServeError::FileExists {
            path: folder.to_owned(),
        }),
    }
}
