//! Files of CRMs and accounts, which are too large for the database: each in the folder of its owner, under a name that
//! tells what is in it, so that none is ever changed.
//!
//! A file is there before a row tells of it. What no row tells of is of no use, and whoever knows the rows sweeps it.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::Timestamp;
use tempfile::NamedTempFile;

use crate::data_dir::{make_private, sync_folder};

/// The files of all owners.
#[derive(Debug)]
pub(crate) struct OwnedFiles {
    folder: PathBuf,
}

impl OwnedFiles {
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Keeps files, each whole or not at all, for their owner alone. One of the same name has the same in it, and counts
    /// as new.
    pub(crate) fn keep(
        &self,
        owner: &str,
        files: &[(String, Vec<u8>)],
        now: Timestamp,
    ) -> io::Result<()> {
        let folder = self.of(owner)?;
        make_private(&self.folder)?;
        make_private(&folder)?;
        for (name, bytes) in files {
            let path = folder.join(checked(name)?);
            let mut file = NamedTempFile::new_in(&folder)?;
            file.write_all(bytes)?;
            file.as_file().set_modified(SystemTime::from(now))?;
            file.as_file().sync_all()?;
            file.persist(path)?;
        }
        sync_folder(&folder)?;
        sync_folder(&self.folder)
    }

    /// Copies all that another store hasn't got yet, and that doesn't go meanwhile.
    pub(crate) fn copy_to(&self, other: &Self) -> io::Result<()> {
        for owner in self.owners()? {
            let (from, to) = (self.of(&owner)?, other.of(&owner)?);
            make_private(&to)?;
            for entry in entries(fs::read_dir(&from))? {
                let Some(name) = name_of(&entry?) else {
                    continue;
                };
                if !to.join(&name).exists() {
                    gone(copy(&from.join(&name), &to, &name))?;
                }
            }
            sync_folder(&to)?;
        }
        sync_folder(&other.folder)
    }

    pub(crate) fn read(&self, owner: &str, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.of(owner)?.join(checked(name)?))
    }

    /// Ids of the owners that have files.
    pub(crate) fn owners(&self) -> io::Result<Vec<String>> {
        let mut ids = Vec::new();
        for entry in entries(fs::read_dir(&self.folder))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                ids.extend(name_of(&entry));
            }
        }
        Ok(ids)
    }

    /// Names of an owner's files that were kept before, also of those that nobody got whole.
    pub(crate) fn kept_before(&self, owner: &str, moment: Timestamp) -> io::Result<Vec<String>> {
        let moment = SystemTime::from(moment);
        let mut names = Vec::new();
        for entry in entries(fs::read_dir(self.of(owner)?))? {
            let entry = entry?;
            if entry.metadata()?.modified()? < moment {
                names.extend(name_of(&entry));
            }
        }
        Ok(names)
    }

    pub(crate) fn remove(&self, owner: &str, name: &str) -> io::Result<()> {
        gone(fs::remove_file(self.of(owner)?.join(checked(name)?)))
    }

    pub(crate) fn remove_all(&self, owner: &str) -> io::Result<()> {
        gone(fs::remove_dir_all(self.of(owner)?))
    }

    fn of(&self, owner: &str) -> io::Result<PathBuf> {
        Ok(self.folder.join(checked(owner)?))
    }
}

/// Copies a file into a folder, whole or not at all, for its owner alone.
fn copy(from: &Path, folder: &Path, name: &str) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut file = NamedTempFile::new_in(folder)?;
    io::copy(&mut source, file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name))?;
    Ok(())
}

/// Does what the disk may take its time for.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(io::Error::other).flatten()
}

/// What a folder holds: nothing, where it isn't there yet.
fn entries(
    read: io::Result<fs::ReadDir>,
) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        read => Ok(Some(read?).into_iter().flatten()),
    }
}

/// Another process may have been faster.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Names of ours; others were put there by somebody else.
fn name_of(entry: &fs::DirEntry) -> Option<String> {
    let name = entry.file_name().into_string().ok()?;
    checked(&name).is_ok().then_some(name)
}

/// Names come from the database and from addresses, which is no reason to leave the folder.
fn checked(name: &str) -> io::Result<&str> {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.bytes().all(is_of_name) && !["", ".", ".."].contains(&name) {
        Ok(name)
    } else {
        Err(ErrorKind::InvalidFilename.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);
    const LATER: Timestamp = Timestamp::constant(1_800_000_001, 0);

    fn files() -> (tempfile::TempDir, OwnedFiles) {
        let folder = tempfile::tempdir().expect("a folder");
        let files = OwnedFiles::new(folder.path().join("files"));
        (folder, files)
    }

    fn one(name: &str) -> [(String, Vec<u8>); 1] {
        [(name.to_owned(), b"whole".to_vec())]
    }

    #[test]
    fn a_file_is_its_owners_alone_and_goes_with_its_owner() {
        let (folder, files) = files();
        assert!(files.owners().expect("read").is_empty());
        assert!(files.kept_before("a", LATER).expect("read").is_empty());
        for crm in ["a", "b"] {
            files.keep(crm, &one("0a-48.webp"), NOW).expect("kept");
        }
        assert_eq!(files.read("a", "0a-48.webp").expect("read"), b"whole");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &str| {
                let path = folder.path().join(path);
                fs::metadata(path).expect("there").permissions().mode() & 0o777
            };
            assert_eq!(
                (mode("files"), mode("files/a"), mode("files/a/0a-48.webp")),
                (0o700, 0o700, 0o600)
            );
        }
        files.remove_all("a").expect("removed");
        files.remove_all("a").expect("gone already");
        assert_eq!(files.owners().expect("read"), ["b"]);
        assert!(folder.path().join("files/b/0a-48.webp").exists());
    }

    #[test]
    fn what_is_kept_again_counts_as_new() {
        let (_folder, files) = files();
        files.keep("a", &one("0a"), NOW).expect("kept");
        assert!(files.kept_before("a", NOW).expect("read").is_empty());
        assert_eq!(files.kept_before("a", LATER).expect("read"), ["0a"]);
        files.keep("a", &one("0a"), LATER).expect("kept");
        assert!(files.kept_before("a", LATER).expect("read").is_empty());
        files.remove("a", "0a").expect("removed");
        files.remove("a", "0a").expect("gone already");
    }

    #[test]
    fn what_another_store_has_not_got_is_copied() {
        let (_folder, files) = files();
        let (_elsewhere, other) = self::files();
        files.keep("a", &one("0a"), NOW).expect("kept");
        fs::create_dir_all(&other.folder).expect("made");
        files.copy_to(&other).expect("copied");
        files.keep("b", &one("0b"), NOW).expect("kept");
        files.remove("a", "0a").expect("removed");
        files.copy_to(&other).expect("copied");
        assert_eq!(other.read("a", "0a").expect("stayed"), b"whole");
        assert_eq!(other.read("b", "0b").expect("came"), b"whole");
    }

    #[test]
    fn what_a_killed_process_has_left_is_found() {
        let (folder, files) = files();
        files.keep("a", &[], NOW).expect("made");
        let half = NamedTempFile::new_in(folder.path().join("files/a")).expect("begun");
        half.as_file()
            .set_modified(SystemTime::from(NOW))
            .expect("dated");
        let (_, path) = half.keep().expect("left");
        let name = path.file_name().expect("a name").to_str().expect("text");
        assert_eq!(files.kept_before("a", LATER).expect("read"), [name]);
        files.remove("a", name).expect("removed");
        assert!(!path.exists());
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let (_folder, files) = files();
        for name in [
            "",
            ".",
            "..",
            "../server.key",
            "/etc/passwd",
            "a/../b",
            "a\\b",
        ] {
            let refused = files.read(name, "0a").expect_err(name);
            assert_eq!(refused.kind(), ErrorKind::InvalidFilename, "{name}");
            let refused = files.read("a", name).expect_err(name);
            assert_eq!(refused.kind(), ErrorKind::InvalidFilename, "{name}");
            assert!(files.keep(name, &one("0a"), NOW).is_err(), "{name}");
            assert!(files.keep("a", &one(name), NOW).is_err(), "{name}");
            assert!(files.remove("a", name).is_err(), "{name}");
            assert!(files.remove_all(name).is_err(), "{name}");
        }
    }
}
