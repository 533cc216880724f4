//! What can go wrong with the data folder.

use std::{io, path::PathBuf};

use domain::AccountId;

use crate::disk;

/// Why the data folder couldn't be used as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another running program holds the folder.
    #[error("another running program uses {folder:?}")]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The folder, or one in it, can't be made or locked.
    #[error("{folder:?} can't be made ready")]
    Prepare {
        /// Which.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is there, and the system doesn't let it be read.
    #[error("{file:?} can't be read")]
    Read {
        /// Which.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file can't be written; what was there before still is.
    #[error("{file:?} can't be written")]
    Write {
        /// Which.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A value has no JSON form.
    #[error("{file:?} can't be put into words")]
    Encode {
        /// For which file.
        file: PathBuf,
        /// What the encoder says.
        source: serde_json::Error,
    },
    /// An account's folder can't be removed.
    #[error("the folder of {account:?} can't be removed")]
    Remove {
        /// Whose.
        account: AccountId,
        /// What the system says.
        source: io::Error,
    },
    /// The registry on disk still lists the account, so its folder stays.
    #[error("{account:?} is still listed on disk")]
    StillListed {
        /// Which.
        account: AccountId,
    },
    /// Nothing is written to this folder.
    #[error("the data folder is read-only: {0}")]
    ReadOnly(ReadOnly),
}

impl StoreError {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "data_folder_in_use",
            Self::Prepare { .. } => "data_folder_not_ready",
            Self::Read { .. } => "data_not_readable",
            Self::Write { .. } => "data_not_written",
            Self::Encode { .. } => "data_not_encoded",
            Self::Remove { .. } => "account_data_not_removed",
            Self::StillListed { .. } => "account_still_listed",
            Self::ReadOnly(why) => why.code(),
        }
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Write { source, .. } | Self::Prepare { source, .. } => disk::is_full(source),
            Self::ReadOnly(why) => *why == ReadOnly::Full,
            _ => false,
        }
    }
}

/// Why nothing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadOnly {
    /// A newer version of the program wrote the registry.
    #[error("a newer version wrote it (schema {found})")]
    NewerSchema {
        /// The schema found.
        found: u32,
    },
    /// The disk or the folder's permissions forbid it.
    #[error("the disk or the folder's permissions forbid writing")]
    Disk,
    /// The disk was full at the opening: not even what's empty could be made.
    #[error("the disk is full")]
    Full,
    /// The folder can't be made, or what's in it can't be read.
    #[error("the folder can't be made, or not be read")]
    Unusable,
}

impl ReadOnly {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NewerSchema { .. } => "data_from_newer_version",
            Self::Disk => "data_folder_read_only",
            Self::Full => "data_folder_full",
            Self::Unusable => "data_folder_unusable",
        }
    }

    /// Whether sessions can't be kept either: no web content may run on the folder.
    #[must_use]
    pub const fn is_for_sessions_too(&self) -> bool {
        !matches!(self, Self::NewerSchema { .. })
    }
}
