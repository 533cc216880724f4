//! What can go wrong besides the outcomes of probing.

use api::Problem;

/// Why nothing can be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The system's certificates can't be read.
    #[error("the system's certificates can't be used")]
    Certificates(#[source] rustls::Error),
    /// The HTTP client can't be made (a proxy address that is none).
    #[error("the HTTP client can't be made")]
    Client(#[source] reqwest::Error),
}

impl StartError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Certificates(_) => "system_certificates_unreadable",
            Self::Client(_) => "http_client_unavailable",
        }
    }
}

/// Why a service didn't do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No client.
    #[error(transparent)]
    Start(#[from] StartError),
    /// No answer, or one that can't be read.
    #[error("the service did not answer")]
    NoAnswer(#[source] reqwest::Error),
    /// It refused, and said why.
    #[error("the service refused: {}", .0.title)]
    Refused(Box<Problem>),
    /// It refused without saying why, or said something unexpected.
    #[error("the service answered with status {status}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
    },
}

impl ServiceError {
    /// The stable code. For a refusal it is the service's own one, see [`Problem::code`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Start(error) => error.code(),
            Self::NoAnswer(_) => "service_no_answer",
            Self::Refused(_) => "service_refused",
            Self::Unexpected { .. } => "service_unexpected_answer",
        }
    }
}
