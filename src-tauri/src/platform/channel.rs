//! Where the running program hears command lines: never in the data directory, which may not be writable.

#[cfg_attr(windows, path = "channel/windows.rs")]
#[cfg_attr(not(windows), path = "channel/unix.rs")]
mod system;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub(crate) use system::{Channel, find};

/// A name for a data directory that is the same whichever way leads there, and in every version.
fn name(data_dir: &Path) -> String {
    let real = real(data_dir);
    let hash = Sha256::digest(real.as_os_str().as_encoded_bytes());
    let first = hash.as_slice().first_chunk().copied();
    format!("{:016x}", u64::from_be_bytes(first.unwrap_or_default()))
}

/// The path without symbolic links, as far as it's there.
fn real(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(folder), Some(name)) => real(folder).join(name),
        (Err(_), ..) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_directory_has_one_name_and_another_has_another() -> std::io::Result<()> {
        let place = tempfile::tempdir()?;
        let (one, other) = (place.path().join("one"), place.path().join("other"));
        let before = name(&one);
        std::fs::create_dir(&one)?;
        assert_eq!(name(&one), before, "made meanwhile");
        assert_eq!(name(&other.join("../one")).len(), before.len());
        assert_ne!(name(&other), before);
        std::fs::create_dir(&other)?;
        assert_eq!(name(&other.join("../one")), before);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&one, place.path().join("link"))?;
            assert_eq!(name(&place.path().join("link")), before);
        }
        Ok(())
    }
}
