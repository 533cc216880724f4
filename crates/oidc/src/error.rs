//! Why nobody was recognised.

/// Why nobody was recognised.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The provider stands where no request goes.
    #[error("Provider's address is refused")]
    Refused,
    /// The provider can't be reached, or its answer is too long.
    #[error("Ask the provider")]
    Unreachable(#[source] outbound::Error),
    /// The provider answered with a status that tells of no success.
    #[error("Provider answered {status} at its {endpoint}")]
    Status {
        /// Which part of it.
        endpoint: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// An answer isn't what the standard says.
    #[error("Answer of the provider's {endpoint} can't be read")]
    Unreadable {
        /// Which part of it.
        endpoint: &'static str,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// The provider calls itself something else than what it is configured as.
    #[error("Provider has another issuer")]
    IssuerDiffers,
    /// The provider names an address that can't be one of its own.
    #[error("Provider names an address that is refused")]
    EndpointRefused,
    /// Somebody else answered than was asked (RFC 9207), or nobody says who did.
    #[error("Answer comes from another provider")]
    MixedUp,
    /// The token isn't one for us, of this provider, of now.
    #[error("Token is refused")]
    Token(#[source] TokenFault),
}

impl Error {
    /// What the audit log calls it.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Refused => "target_refused",
            Self::Unreachable(_) => "provider_unreachable",
            Self::Status { .. } => "provider_status",
            Self::Unreadable { .. } => "provider_unreadable",
            Self::IssuerDiffers => "issuer_differs",
            Self::EndpointRefused => "endpoint_refused",
            Self::MixedUp => "mixed_up",
            Self::Token(fault) => fault.reason(),
        }
    }
}

impl From<outbound::Error> for Error {
    fn from(error: outbound::Error) -> Self {
        match error {
            outbound::Error::Refused => Self::Refused,
            other => Self::Unreachable(other),
        }
    }
}

impl From<TokenFault> for Error {
    fn from(fault: TokenFault) -> Self {
        Self::Token(fault)
    }
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is no signed JWT (RFC 7519), or its claims aren't what the standard says.
    #[error("Token can't be read")]
    Malformed,
    /// It is signed in a way that proves nothing.
    #[error("Algorithm isn't allowed")]
    Algorithm,
    /// The provider has no key that it is signed with.
    #[error("Key is unknown")]
    KeyUnknown,
    /// The signature doesn't fit.
    #[error("Signature is wrong")]
    Signature,
    /// Another provider made it.
    #[error("Issuer is another")]
    Issuer,
    /// It is for somebody else.
    #[error("Audience is another")]
    Audience,
    /// It is too old.
    #[error("Token has expired")]
    Expired,
    /// It was made in the future, or long ago.
    #[error("Token wasn't made now")]
    NotOfNow,
    /// It answers another question.
    #[error("Nonce is another")]
    Nonce,
    /// It belongs to another access token.
    #[error("Hash of the access token is another")]
    AccessTokenHash,
    /// It isn't of the kind that is asked for.
    #[error("Token is of another kind")]
    Kind,
    /// The person didn't prove to the provider who they are just now.
    #[error("Proof isn't fresh")]
    NotFresh,
}

impl TokenFault {
    const fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "token_malformed",
            Self::Algorithm => "token_algorithm",
            Self::KeyUnknown => "token_key_unknown",
            Self::Signature => "token_signature",
            Self::Issuer => "token_issuer",
            Self::Audience => "token_audience",
            Self::Expired => "token_expired",
            Self::NotOfNow => "token_not_of_now",
            Self::Nonce => "token_nonce",
            Self::AccessTokenHash => "token_at_hash",
            Self::Kind => "token_kind",
            Self::NotFresh => "token_not_fresh",
        }
    }
}
