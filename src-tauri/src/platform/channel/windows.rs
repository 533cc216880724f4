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

/// The right to hear command lines. A pipe is made by one program at a time: the system sees to it.
pub(crate) struct Channel(PathBuf);

impl Channel {
    /// Takes the channel.
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub(crate) fn take(data_dir: &Path) -> io::Result<Self> {
        Ok(Self(path(data_dir)))
    }

    /// Where to listen.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

fn path(data_dir: &Path) -> PathBuf {
    PathBuf::from(format!(r"\\.\pipe\ninefold-{}", super::name(data_dir)))
}
