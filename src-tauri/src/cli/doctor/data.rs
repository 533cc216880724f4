//! The data directory: where it is, who can enter it, and what's in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use store::{GENERATIONS, SCHEMA, StoreError};

use super::{
    Check,
    alone::{Alone, Found},
    running::Running,
};
use crate::{
    platform::health::{FileSystem, Health, Native as System},
    windows::notices,
};

/// Less free room than this is said.
const LITTLE: u64 = 500 * 1024 * 1024;
/// With less, not even the registry is sure to be written.
const NONE: u64 = 10 * 1024 * 1024;

/// Notices of a running program that are about its registry, beside those of repairs.
const TROUBLES: [&str; 6] = [
    "disk-read-only",
    "disk-full",
    "data-folder-unusable",
    "registry-read-only",
    notices::STORAGE_FAILED,
    "data-not-removed",
];

/// The directory itself.
pub(super) fn directory(folder: &Path) -> Check {
    match fs::metadata(folder) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Check::ok(
                DIRECTORY,
                format!("{} is made at the first start.", folder.display()),
            );
        }
        Err(error) => return not_writable(folder, &error),
    }
    let file = folder.join(format!(".doctor-{}", std::process::id()));
    let written = store::atomic_write(&file, b"").and_then(|()| fs::remove_file(&file));
    match written {
        Ok(()) => judge_directory(
            folder,
            &open_to_others([folder.to_path_buf()]),
            System::file_system(folder),
        ),
        Err(error) => not_writable(folder, &error),
    }
}

const DIRECTORY: &str = "data-directory";

fn not_writable(folder: &Path, error: &io::Error) -> Check {
    let text = format!("{} can't be written: {error}.", folder.display());
    Check::failed(
        DIRECTORY,
        text,
        "Give yourself the right to write there, or name another with --data-dir.",
    )
}

fn judge_directory(folder: &Path, open: &[PathBuf], system: Option<FileSystem>) -> Check {
    let folder = folder.display();
    if !open.is_empty() {
        let text = format!("{folder} can be entered by other users.");
        return Check::failed(DIRECTORY, text, format!("chmod 700 {folder}"));
    }
    let Some(FileSystem { kind, remote, free }) = system else {
        return Check::ok(DIRECTORY, format!("{folder} can be written, by you alone."));
    };
    let text = format!(
        "{folder} can be written, by you alone; on {kind}, {} MiB free.",
        free / 1024 / 1024
    );
    match () {
        () if free < NONE => {
            Check::failed(DIRECTORY, text, "Free some room: nothing new can be kept.")
        }
        () if free < LITTLE => Check::warning(DIRECTORY, text, "Free some room soon."),
        () if remote => Check::warning(
            DIRECTORY,
            text,
            "A network file system is slow and may lose locks: use a local one.",
        ),
        () if kind == "tmpfs" => Check::warning(
            DIRECTORY,
            text,
            "This is memory: everything is gone after a restart of the computer.",
        ),
        () => Check::ok(DIRECTORY, text),
    }
}

/// Each account's folders: cookies lie in them as plain text.
pub(super) fn account_folders(data_dir: &Path) -> Check {
    const NAME: &str = "account-folders";
    let folders = match fs::read_dir(data_dir.join("accounts")) {
        Ok(entries) => entries
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.is_dir())
            .collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let text = format!("The accounts' folders can't be read: {error}.");
            return Check::failed(
                NAME,
                text,
                "Give yourself the right to read the data directory.",
            );
        }
    };
    let both = folders.iter().flat_map(|f| [f.clone(), f.join("web")]);
    let open = open_to_others(both);
    if open.is_empty() {
        return Check::ok(
            NAME,
            format!(
                "{} accounts' folders are closed to other users.",
                folders.len()
            ),
        );
    }
    let list: Vec<_> = open.iter().map(|f| f.display().to_string()).collect();
    let text = format!(
        "{} of the accounts' folders can be entered by other users.",
        open.len()
    );
    Check::failed(NAME, text, format!("chmod 700 {}", list.join(" ")))
}

/// Those that somebody else can enter. On Windows the person's own folders are closed by inheritance.
fn open_to_others(folders: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    folders
        .into_iter()
        .filter(|f| mode(f).is_some_and(|mode| mode & 0o077 != 0))
        .collect()
}

#[cfg(unix)]
fn mode(folder: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::metadata(folder).ok()?.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_folder: &Path) -> Option<u32> {
    None
}

const REGISTRY: &str = "registry";

/// The list of accounts.
pub(super) fn registry(data_dir: &Path, running: &Running, alone: Option<&Alone>) -> Check {
    let generations = generations(data_dir);
    match (running, alone.map(|a| &a.registry)) {
        (Running::Yes(told), _) => {
            let told_of = |n: &&String| TROUBLES.contains(&n.as_str());
            let troubles = told.notices.iter().filter(told_of);
            let found = Found {
                accounts: told.accounts,
                deleting: told.deleting,
                repairs: told.repairs.iter().chain(troubles).cloned().collect(),
                read_only: None,
            };
            judge_registry(&found, &generations)
        }
        (Running::No, Some(Ok(found))) => judge_registry(found, &generations),
        (Running::No, Some(Err(error))) => not_opened(error),
        _ => Check::warning(
            REGISTRY,
            "The registry is held by a program that doesn't answer.",
            "End that program, and try again.",
        ),
    }
}

fn not_opened(error: &StoreError) -> Check {
    let advice = match error {
        StoreError::InUse { .. } => {
            "Another program has just started, or doesn't answer: try again, or end it."
        }
        _ => "Look at the data directory's rights and free room.",
    };
    Check::failed(
        REGISTRY,
        format!("The registry can't be opened: {error}."),
        advice,
    )
}

fn judge_registry(found: &Found, generations: &[u64]) -> Check {
    let listed = match found.accounts {
        1 => "1 account".to_owned(),
        count => format!("{count} accounts"),
    };
    let accounts = match found.deleting {
        0 => listed,
        going => format!("{listed}, {going} more being deleted"),
    };
    let newest = generations.iter().max().map_or_else(
        || "not written yet".to_owned(),
        |newest| {
            format!(
                "generation {newest}, {} of {GENERATIONS} kept",
                generations.len()
            )
        },
    );
    let text = format!("{accounts}; schema {SCHEMA}, {newest}; nothing to repair.");
    match (&found.read_only, found.repairs.as_slice()) {
        (Some(why), _) => Check::failed(
            REGISTRY,
            format!("{accounts}; read-only: {why}."),
            "Use the version that wrote it, or make the directory writable.",
        ),
        (None, []) => Check::ok(REGISTRY, text),
        (None, repairs) => Check::warning(
            REGISTRY,
            format!(
                "{accounts}; schema {SCHEMA}, {newest}; {}.",
                repairs.join("; ")
            ),
            "See whether all accounts are there; damaged files are kept beside the registry.",
        ),
    }
}

/// Numbers of the registry's files.
fn generations(data_dir: &Path) -> Vec<u64> {
    let Ok(entries) = fs::read_dir(data_dir.join("registry")) else {
        return Vec::new();
    };
    let number = |e: fs::DirEntry| e.file_name().to_str()?.strip_suffix(".json")?.parse().ok();
    entries.flatten().filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Status, *};

    fn on(kind: &str, remote: bool, free: u64) -> Status {
        let system = FileSystem {
            kind: kind.into(),
            remote,
            free,
        };
        judge_directory(Path::new("/data"), &[], Some(system)).status
    }

    #[test]
    fn room_and_place_of_the_directory_count() {
        assert_eq!(on("ext4", false, LITTLE), Status::Ok);
        assert_eq!(on("ext4", false, LITTLE - 1), Status::Warning);
        assert_eq!(on("ext4", false, NONE - 1), Status::Failed);
        assert_eq!(on("nfs", true, LITTLE), Status::Warning);
        assert_eq!(on("tmpfs", false, LITTLE), Status::Warning);
    }

    #[test]
    fn an_open_directory_fails_whatever_else_is_well() {
        let check = judge_directory(Path::new("/data"), &["/data".into()], None);
        assert_eq!(
            (check.status, check.advice.as_deref()),
            (Status::Failed, Some("chmod 700 /data"))
        );
    }

    #[test]
    fn accounts_that_are_being_deleted_are_counted_apart() {
        let found = Found {
            accounts: 2,
            deleting: 1,
            ..Found::default()
        };
        let text = judge_registry(&found, &[3, 4]).text;
        assert!(
            text.starts_with("2 accounts, 1 more being deleted;"),
            "{text}"
        );
    }

    #[test]
    fn what_was_repaired_is_said_and_what_is_read_only_fails() {
        let fine = Found {
            accounts: 2,
            ..Found::default()
        };
        assert_eq!(judge_registry(&fine, &[3, 4]).status, Status::Ok);
        assert!(
            judge_registry(&fine, &[3, 4])
                .text
                .contains("generation 4, 2 of 5")
        );
        let repaired = Found {
            repairs: vec!["a file was damaged".into()],
            ..Found::default()
        };
        let check = judge_registry(&repaired, &[]);
        assert_eq!(check.status, Status::Warning);
        assert!(check.text.contains("a file was damaged"));
        let newer = Found {
            read_only: Some("newer".into()),
            ..Found::default()
        };
        assert_eq!(judge_registry(&newer, &[]).status, Status::Failed);
    }
}
