//! What a command answers when it can't do what it was asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failed command. The page shows the message `error-<code>`; `message` is for the log.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{code:?}: {message}")]
pub struct IpcError {
    /// From the closed list.
    pub code: ErrorCode,
    /// For the log, never for the person.
    pub message: String,
    /// Whether trying again may help.
    pub retryable: bool,
}

impl IpcError {
    /// An error with its code; `message` is for the log.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let retryable = matches!(code, ErrorCode::Busy | ErrorCode::StorageFailed);
        Self {
            code,
            message: message.into(),
            retryable,
        }
    }
}

/// Every way in which a command can fail.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq, Hash)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// No such account (any more).
    AccountNotFound,
    /// No such window (any more).
    WindowNotFound,
    /// No such workspace (any more).
    WorkspaceNotFound,
    /// No such download (any more).
    DownloadNotFound,
    /// The request doesn't fit its form.
    InvalidRequest,
    /// The address isn't one.
    AddressInvalid,
    /// The picture can't be read, or is too large.
    PictureInvalid,
    /// The registry is read-only: a newer version of the program wrote it.
    ReadOnly,
    /// The data folder can't be written.
    FolderReadOnly,
    /// The registry couldn't be written.
    StorageFailed,
    /// This system can't give another account a store of its own.
    NoIsolation,
    /// The proxy's address isn't one.
    ProxyInvalid,
    /// The passphrase isn't the one that the key was kept under.
    PassphraseWrong,
    /// The passphrase keeps nothing: it's empty.
    PassphraseEmpty,
    /// No file can be made in the folder.
    FolderUnusable,
    /// The key can't be kept or read.
    SecretsFailed,
    /// The embedded service didn't start.
    ServiceFailed,
    /// The embedded service refused the password.
    PasswordWeak,
    /// The embedded service refused what was typed.
    ServiceRefused,
    /// The file can't be opened.
    FileFailed,
    /// Something else is under way.
    Busy,
    /// A fault of the program's own.
    Internal,
}

impl ErrorCode {
    /// All codes, to hold the texts against.
    pub const ALL: &'static [Self] = &[
        Self::AccountNotFound,
        Self::WindowNotFound,
        Self::WorkspaceNotFound,
        Self::DownloadNotFound,
        Self::InvalidRequest,
        Self::AddressInvalid,
        Self::PictureInvalid,
        Self::ReadOnly,
        Self::FolderReadOnly,
        Self::StorageFailed,
        Self::NoIsolation,
        Self::ProxyInvalid,
        Self::PassphraseWrong,
        Self::PassphraseEmpty,
        Self::FolderUnusable,
        Self::SecretsFailed,
        Self::ServiceFailed,
        Self::PasswordWeak,
        Self::ServiceRefused,
        Self::FileFailed,
        Self::Busy,
        Self::Internal,
    ];
}
