//! Where the running program hears command lines.

use std::path::{Path, PathBuf};

/// Where the channel of a data directory is. The directory is closed to other users, and so is the channel.
#[cfg(not(windows))]
pub(crate) fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("control.sock")
}

/// Where the channel of a data directory is: pipes have a place of their own. By default others may read
/// from one, but not open it for both ways, as is done here. Type-checked, not run.
#[cfg(windows)]
pub(crate) fn path(data_dir: &Path) -> PathBuf {
    use std::hash::{Hash, Hasher};
    let mut hasher = std::hash::DefaultHasher::new();
    data_dir.hash(&mut hasher);
    PathBuf::from(format!(r"\\.\pipe\ninefold-{:016x}", hasher.finish()))
}

/// Removes what a run that was cut off has left of its channel. Pipes leave nothing.
pub(crate) fn clean_up(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if cfg!(windows) || error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
