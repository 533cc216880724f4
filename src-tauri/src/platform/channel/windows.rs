//! Pipes have a place of their own, leave nothing and need nothing. By default others may read from one, but not open it
//! for both ways, as is done here. Type-checked, not run.

use std::{
    io,
    path::{Path, PathBuf},
};

/// The channels that a command line may speak to, the likeliest first.
pub(crate) fn find(data_dir: &Path) -> Vec<PathBuf> {
    vec![path(data_dir)]
}

/// Makes the way for a channel free.
pub(crate) fn make_ready(data_dir: &Path) -> io::Result<PathBuf> {
    Ok(path(data_dir))
}

fn path(data_dir: &Path) -> PathBuf {
    PathBuf::from(format!(r"\\.\pipe\ninefold-{}", super::name(data_dir)))
}
