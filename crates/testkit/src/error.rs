//! Everything that can go wrong while a test server runs.

use std::io;
use std::net::SocketAddr;
use std::process::ExitStatus;
use std::time::Duration;

/// Why a test server could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestkitError {
    /// The address is taken or may not be used.
    #[error("Cannot listen on {address}")]
    ListenFailed {
        /// The loopback address that was asked for.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate for the TLS port could not be made.
    #[error("Cannot make a certificate")]
    CertificateFailed(#[from] rcgen::Error),
    /// The certificate was made, but TLS does not take it.
    #[error("Cannot set up TLS")]
    TlsFailed(#[from] tokio_rustls::rustls::Error),
    /// The thread or the runtime of the server did not start.
    #[error("Cannot start the server's thread")]
    ThreadFailed(#[source] io::Error),
    /// The server ended before it was ready.
    #[error("The server ended before it was ready")]
    NotReady,
    /// The database server isn't named by a URL.
    #[error("Cannot read the database server's URL")]
    DatabaseUrl(#[from] url::ParseError),
    /// The program that makes databases did not run.
    #[error("Cannot run createdb")]
    CreateDatabaseNotRun(#[from] io::Error),
    /// No database was made.
    #[error("createdb ended with {0}")]
    CreateDatabase(ExitStatus),
    /// What a test waited for did not come.
    #[error("Nothing like it in {waited:?}. The log ends with:\n{tail}")]
    WaitedInVain {
        /// How long was waited.
        waited: Duration,
        /// The last entries of the log, one a line.
        tail: String,
    },
}

impl TestkitError {
    /// A stable name of the failure.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ListenFailed { .. } => "listen_failed",
            Self::CertificateFailed(_) => "certificate_failed",
            Self::TlsFailed(_) => "tls_failed",
            Self::ThreadFailed(_) => "thread_failed",
            Self::NotReady => "not_ready",
            Self::DatabaseUrl(_) => "database_url",
            Self::CreateDatabaseNotRun(_) => "create_database_not_run",
            Self::CreateDatabase(_) => "create_database",
            Self::WaitedInVain { .. } => "waited_in_vain",
        }
    }
}
