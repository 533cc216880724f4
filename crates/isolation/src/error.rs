//! What can keep the test from saying anything.

use std::{io, time::Duration};

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum IsolationError {
    /// No loopback port could be had.
    #[error("no loopback port can be listened on")]
    ListenFailed(#[source] io::Error),
    /// The server's address is none; never seen.
    #[error("the address of the page is not valid")]
    AddressInvalid(#[from] url::ParseError),
    /// A visitor has not reported in time.
    #[error("visitor {visitor} has not reported within {limit:?}")]
    NoReport {
        /// Who.
        visitor: String,
        /// How long was waited.
        limit: Duration,
    },
}

impl IsolationError {
    /// A stable name of the failure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ListenFailed(_) => "listen_failed",
            Self::AddressInvalid(_) => "address_invalid",
            Self::NoReport { .. } => "no_report",
        }
    }
}
