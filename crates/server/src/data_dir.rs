//! The folder in which a server keeps what isn't in its database: its port, its key, its lock.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use domain::Sensitive;
use serde::{Deserialize, Serialize};

use crate::error::ServeError;

const FORMAT: u32 = 1;

/// The data folder, held by this server alone as long as this lives.
#[derive(Debug)]
pub(crate) struct DataDir {
    path: PathBuf,
    lock: File,
}

impl Drop for DataDir {
    fn drop(&mut self) {
        // Closing isn't enough: a process that is just being started may hold a copy of the file for a
        // moment, and with it the lock.
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                "A lock is freed by its closing"
            );
        }
    }
}

/// `server.json`.
#[derive(Serialize, Deserialize)]
struct Kept {
    v: u32,
    port: u16,
}

impl DataDir {
    /// Makes the folder if need be, and takes it.
    pub(crate) fn open(path: &Path) -> Result<Self, ServeError> {
        make_private(path).map_err(|source| failed(path, source))?;
        let lock_path = path.join("server.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path);
        let lock = lock.map_err(|source| failed(&lock_path, source))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                lock,
            }),
            Err(fs::TryLockError::WouldBlock) => Err(ServeError::DataDirInUse {
                path: path.to_owned(),
            }),
            Err(fs::TryLockError::Error(source)) => Err(failed(&lock_path, source)),
        }
    }

    /// The port that was chosen at the first start.
    pub(crate) fn port(&self) -> Result<Option<u16>, ServeError> {
        Self::port_in(&self.path)
    }

    /// The same of a folder that another may have taken.
    pub(crate) fn port_in(folder: &Path) -> Result<Option<u16>, ServeError> {
        let path = folder.join("server.json");
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(&path, source)),
        };
        match serde_json::from_slice::<Kept>(&text) {
            Ok(kept) if kept.v == FORMAT && kept.port != 0 => Ok(Some(kept.port)),
            _ => Err(ServeError::DataFile { path }),
        }
    }

    /// Keeps the port for all later starts.
    pub(crate) fn keep_port(&self, port: u16) -> Result<(), ServeError> {
        let path = self.path.join("server.json");
        let text = serde_json::to_vec(&Kept { v: FORMAT, port }).map_err(io::Error::from);
        text.and_then(|text| self.write(&path, &text))
            .map_err(|source| failed(&path, source))
    }

    /// The server's key, if there is one. It is not in the database, so that a copy of the database
    /// alone opens nothing.
    pub(crate) fn key(&self) -> Result<Option<Sensitive<[u8; 32]>>, ServeError> {
        let path = self.key_path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => Sensitive::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed(&path, source)),
        };
        // EXPOSE: checks its length.
        let key = bytes.expose().as_slice().try_into();
        let key = key.map_err(|_| ServeError::DataFile { path })?;
        Ok(Some(Sensitive::new(key)))
    }

    /// Makes a key, where there was none.
    pub(crate) fn make_key(&self) -> Result<Sensitive<[u8; 32]>, ServeError> {
        let path = self.key_path();
        let key: Sensitive<[u8; 32]> = Sensitive::new(rand::random());
        // EXPOSE: the file is where it lives.
        self.write(&path, key.expose())
            .map_err(|source| failed(&path, source))?;
        Ok(key)
    }

    /// The file that the key is in.
    pub(crate) fn key_path(&self) -> PathBuf {
        self.path.join("server.key")
    }

    /// The folder of exports that owners have asked for.
    pub(crate) fn exports_path(&self) -> PathBuf {
        self.path.join("exports")
    }

    /// The folder of CRMs' files.
    pub(crate) fn files_path(&self) -> PathBuf {
        files_in(&self.path)
    }

    /// Writes a file whole or not at all, for its owner alone.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        sync_folder(&self.path)
    }
}

/// The folder of CRMs' files in a data folder that another may have taken.
pub(crate) fn files_in(data_dir: &Path) -> PathBuf {
    data_dir.join("files")
}

fn failed(path: &Path, source: io::Error) -> ServeError {
    ServeError::DataDir {
        path: path.to_owned(),
        source,
    }
}

#[cfg(unix)]
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

/// On Windows a profile's folders are its owner's by inheritance.
#[cfg(not(unix))]
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Windows has no way to flush a folder, and needs none.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_and_key_stay_the_same_and_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data");
        let first = DataDir::open(&path).expect("opened");
        assert_eq!(first.port().expect("readable"), None);
        first.keep_port(4711).expect("kept");
        assert!(first.key().expect("readable").is_none());
        let key = first.make_key().expect("made");
        drop(first);

        let second = DataDir::open(&path).expect("opened again");
        assert_eq!(second.port().expect("readable"), Some(4711));
        let read = second.key().expect("readable").expect("there");
        assert_eq!(read.expose(), key.expose());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode =
                |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!(
                (mode(&path), mode(&path.join("server.key"))),
                (0o700, 0o600)
            );
        }
    }

    #[test]
    fn a_folder_belongs_to_one_server_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let _first = DataDir::open(folder.path()).expect("opened");
        let second = DataDir::open(folder.path()).expect_err("in use");
        assert_eq!(second.code(), "data_dir_in_use");
    }

    #[test]
    fn a_damaged_file_is_said_and_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = DataDir::open(folder.path()).expect("opened");
        for text in ["", "{", r#"{"v":2,"port":4711}"#, r#"{"v":1,"port":0}"#] {
            File::create(folder.path().join("server.json"))
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .expect("written");
            assert_eq!(data.port().expect_err(text).code(), "data_file_unreadable");
        }
        File::create(folder.path().join("server.key"))
            .and_then(|mut file| file.write_all(&[1; 31]))
            .expect("written");
        let code = data.key().expect_err("too short").code();
        assert_eq!(code, "data_file_unreadable");
    }
}
