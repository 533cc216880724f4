//! What can go wrong.

use std::path::PathBuf;

use lettre::transport::smtp;

/// Why there is no transport.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The URL isn't one.
    #[error("Mail URL can't be read")]
    Url(#[from] url::ParseError),
    /// The URL is of another kind.
    #[error("Mail URL must be smtp://, smtps:// or file://")]
    Kind,
    /// The mail server can't be used so.
    #[error("Mail server can't be used")]
    Smtp(#[from] smtp::Error),
    /// The folder can't be made.
    #[error("Mail folder {path:?} can't be made")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Why a message wasn't sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The message will never be taken.
    #[error("Message can't be sent")]
    Unsendable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It may be taken later.
    #[error("Mail server can't be reached or refuses for now")]
    Later(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl SendError {
    pub(crate) fn address(error: lettre::address::AddressError) -> Self {
        Self::Unsendable(error.into())
    }

    pub(crate) fn message(error: lettre::error::Error) -> Self {
        Self::Unsendable(error.into())
    }
}
