//! The folder of exports. A file that is being written ends in `.part`; one that is whole, in `.zip`.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, ErrorKind},
    path::PathBuf,
};

use tempfile::NamedTempFile;

use crate::data_dir::{make_private, sync_folder};

const PART: &str = "part";
const WHOLE: &str = "zip";

/// The files of exports.
#[derive(Debug)]
pub(crate) struct ExportFiles {
    folder: PathBuf,
}

impl ExportFiles {
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// A file to write, for its owner alone. It goes when it's dropped.
    pub(super) fn begin(&self, name: &str) -> io::Result<NamedTempFile> {
        self.path(name, PART)?;
        make_private(&self.folder)?;
        tempfile::Builder::new()
            .prefix(name)
            .suffix(&format!(".{PART}"))
            .rand_bytes(0)
            .tempfile_in(&self.folder)
    }

    /// The file is whole: from here on it stays. Returns how many bytes it has.
    pub(super) fn keep(&self, file: NamedTempFile, name: &str) -> io::Result<u64> {
        file.as_file().sync_all()?;
        let bytes = file.as_file().metadata()?.len();
        file.persist(self.path(name, WHOLE)?)?;
        sync_folder(&self.folder)?;
        Ok(bytes)
    }

    /// A whole file, to be read.
    pub(crate) async fn open(&self, name: &str) -> io::Result<tokio::fs::File> {
        tokio::fs::File::open(self.path(name, WHOLE)?).await
    }

    /// Names of all files.
    pub(super) fn names(&self) -> io::Result<BTreeSet<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
            entries => entries?,
        };
        let mut names = BTreeSet::new();
        for entry in entries {
            let file = entry?.file_name();
            let parts = file.to_str().and_then(|file| file.split_once('.'));
            let ours = parts.filter(|(name, end)| is_name(name) && [PART, WHOLE].contains(end));
            names.extend(ours.map(|(name, _)| name.to_owned()));
        }
        Ok(names)
    }

    /// Removes a file, whole or not.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        for end in [PART, WHOLE] {
            match fs::remove_file(self.path(name, end)?) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                // Another process may have been faster.
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a file lies. The names come from the database, which is no reason to leave the folder.
    fn path(&self, name: &str, end: &str) -> io::Result<PathBuf> {
        if is_name(name) {
            Ok(self.folder.join(format!("{name}.{end}")))
        } else {
            Err(ErrorKind::InvalidFilename.into())
        }
    }
}

/// Names are random digits.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use tokio::io::AsyncReadExt as _;

    use super::*;

    #[tokio::test]
    async fn a_file_is_offered_once_it_is_whole_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ExportFiles::new(folder.path().join("exports"));
        assert_eq!(files.names().expect("read"), BTreeSet::new());
        let mut file = files.begin("0a").expect("begun");
        file.write_all(b"whole").expect("written");
        assert!(files.open("0a").await.is_err(), "not yet");
        assert_eq!(files.names().expect("read"), ["0a".to_owned()].into());
        assert_eq!(files.keep(file, "0a").expect("kept"), 5);
        let mut text = String::new();
        let mut file = files.open("0a").await.expect("there");
        file.read_to_string(&mut text).await.expect("read");
        assert_eq!(text, "whole");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &str| {
                let path = folder.path().join(path);
                fs::metadata(path).expect("there").permissions().mode() & 0o777
            };
            assert_eq!((mode("exports"), mode("exports/0a.zip")), (0o700, 0o600));
        }
        files.remove("0a").expect("removed");
        files.remove("0a").expect("gone already");
        assert_eq!(files.names().expect("read"), BTreeSet::new());
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ExportFiles::new(folder.path().join("exports"));
        drop(files.begin("0a").expect("begun"));
        assert_eq!(files.names().expect("read"), BTreeSet::new());
    }

    #[tokio::test]
    async fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ExportFiles::new(folder.path().join("exports"));
        for name in ["", "..", "../server", "/etc/passwd", "0a/../0b", "0a.zip"] {
            let refused = files.open(name).await.expect_err(name);
            assert_eq!(refused.kind(), ErrorKind::InvalidFilename, "{name}");
            assert!(files.begin(name).is_err(), "{name}");
            assert!(files.remove(name).is_err(), "{name}");
        }
    }
}
