//! Why a request wasn't made, or has no answer.

use hickory_resolver::net::NetError;

/// Why a request wasn't made, or has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The target is no https URL, or stands where the operator lets no request go.
    #[error("Target is refused")]
    Refused,
    /// No HTTP client can be made.
    #[error("Make HTTP client")]
    Client(#[source] reqwest::Error),
    /// The server can't be reached, or breaks off.
    #[error("Send request")]
    Send(#[source] reqwest::Error),
    /// No name server answers, or not as the standard says.
    #[error("Ask name server")]
    Dns(#[source] Box<NetError>),
    /// The answer is longer than any that is waited for.
    #[error("Answer is too long")]
    TooLong,
}

impl From<NetError> for Error {
    fn from(error: NetError) -> Self {
        Self::Dns(Box::new(error))
    }
}
