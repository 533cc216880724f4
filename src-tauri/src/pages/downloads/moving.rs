//! Puts a file that has come where it belongs.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::names;

/// Moves a file into a folder under the first name that nothing there has and that isn't taken otherwise. A file that comes at the same time isn't
/// replaced: each name is taken by making it, before anything is moved onto it.
pub(super) fn into_folder(
    from: &Path,
    folder: &Path,
    name: &str,
    is_taken: impl Fn(&Path) -> bool,
) -> io::Result<PathBuf> {
    for to in names::candidates(folder, name).filter(|to| !is_taken(to)) {
        match File::create_new(&to) {
            Ok(_) => {
                let moved = replacing(from, &to);
                if moved.is_err() {
                    remove(&to)?;
                }
                return moved.map(|()| to);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Moves a file, in the place of what has that name: the person has agreed to that.
pub(super) fn replacing(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        // Another disk takes a copy.
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            fs::copy(from, to)?;
            fs::remove_file(from)
        }
        done => done,
    }
}

/// Removes a file, where there is one.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
        let file = folder.join(name);
        store::atomic_write(&file, text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn what_came_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let waiting = file(folder.path(), "report.csv.part", "new");
        for taken in ["report.csv", "report (1).csv"] {
            file(folder.path(), taken, taken);
        }
        let placed = into_folder(&waiting, folder.path(), "report.csv", |_| false).unwrap();
        assert_eq!(placed, folder.path().join("report (2).csv"));
        assert_eq!(fs::read(&placed).unwrap(), b"new");
        assert!(!waiting.exists());
        for taken in ["report.csv", "report (1).csv"] {
            assert_eq!(
                fs::read(folder.path().join(taken)).unwrap(),
                taken.as_bytes()
            );
        }
    }

    #[test]
    fn what_cannot_be_moved_leaves_no_empty_file() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone.part");
        let refused = into_folder(&gone, folder.path(), "report.csv", |_| false).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotFound);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
