//! What probing an address can come to. Each outcome has its own sentence and next step.

use std::time::Duration;

use connectors::{Connector, DesktopDocument};
use domain::{AddressError, CrmAddress};
use serde::Serialize;
use url::Url;

use crate::Certificate;

/// What an address turned out to be. "Already added" is the caller's to say: it knows the accounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Outcome {
    /// No address was typed.
    NotAnAddress {
        /// Why not; serialised as its code.
        #[serde(serialize_with = "code_of")]
        reason: AddressError,
    },
    /// No such host (or no network).
    UnknownHost {
        /// The host, as people read it.
        host: String,
    },
    /// Nobody listens there, or the way is closed.
    Refused {
        /// The host, as people read it.
        host: String,
        /// The port.
        port: u16,
        /// What the network said.
        reason: Unreachable,
    },
    /// No answer in time.
    TimedOut {
        /// The host, as people read it.
        host: String,
        /// How long it was waited for, in milliseconds.
        waited_ms: u64,
    },
    /// The certificate is not one to trust.
    CertificateInvalid {
        /// The host that was asked.
        host: String,
        /// What is wrong.
        fault: CertificateFault,
        /// The certificate, when it could be read.
        certificate: Option<Certificate>,
    },
    /// The certificate was good once, or will be.
    CertificateExpired {
        /// The host that was asked.
        host: String,
        /// The certificate, when it could be read.
        certificate: Option<Certificate>,
    },
    /// It answers without encryption, and not on this computer. To be used only after a question.
    PlainHttp {
        /// What answers; absent when only the missing encryption was seen.
        found: Option<Box<Found>>,
        /// The address without encryption.
        address: Url,
    },
    /// It sends everybody to somebody else's address. To be probed only after a question.
    RedirectsElsewhere {
        /// Who sends.
        from: Url,
        /// Where to, without query.
        to: Url,
    },
    /// Something answers, and it is no web page.
    NotAWebPage {
        /// The host, as people read it.
        host: String,
        /// What it is instead.
        why: NoPage,
    },
    /// Client and server are too far apart in age.
    TooOld {
        /// The host, as people read it.
        host: String,
        /// In what.
        what: VersionFault,
    },
    /// Something on the way wants a sign-in first: a proxy, or the network's own page.
    ProxySignIn {
        /// The proxy or the host that was asked.
        host: String,
    },
    /// A web page, of no CRM that the client knows. The generic rules can be used.
    UnknownCrm {
        /// What answers.
        found: Box<Found>,
    },
    /// A CRM that the client knows.
    Works {
        /// What answers.
        found: Box<Found>,
    },
}

impl Outcome {
    /// The stable code, the same as in the serialised form.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnAddress { .. } => "not_an_address",
            Self::UnknownHost { .. } => "unknown_host",
            Self::Refused { .. } => "refused",
            Self::TimedOut { .. } => "timed_out",
            Self::CertificateInvalid { .. } => "certificate_invalid",
            Self::CertificateExpired { .. } => "certificate_expired",
            Self::PlainHttp { .. } => "plain_http",
            Self::RedirectsElsewhere { .. } => "redirects_elsewhere",
            Self::NotAWebPage { .. } => "not_a_web_page",
            Self::TooOld { .. } => "too_old",
            Self::ProxySignIn { .. } => "proxy_sign_in",
            Self::UnknownCrm { .. } => "unknown_crm",
            Self::Works { .. } => "works",
        }
    }

    /// What answers, where something usable does (after a question or without one).
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        match self {
            Self::Works { found } | Self::UnknownCrm { found } => Some(found),
            Self::PlainHttp { found, .. } => found.as_deref(),
            _ => None,
        }
    }

    /// How far this one got: of several addresses the one that got farthest is reported.
    pub(crate) const fn distance(&self) -> u8 {
        match self {
            Self::NotAnAddress { .. } => 0,
            Self::UnknownHost { .. } => 1,
            Self::Refused { .. } => 2,
            // Something answers, though not in this language: waiting for it in another went farther.
            Self::NotAWebPage {
                why: NoPage::NotHttp,
                ..
            } => 3,
            Self::TimedOut { .. } => 4,
            Self::NotAWebPage { .. } => 5,
            Self::TooOld { .. } => 6,
            Self::CertificateInvalid { .. } | Self::CertificateExpired { .. } => 7,
            Self::ProxySignIn { .. } | Self::RedirectsElsewhere { .. } => 8,
            Self::PlainHttp { .. } => 9,
            Self::UnknownCrm { .. } => 10,
            Self::Works { .. } => 11,
        }
    }

    pub(crate) fn timed_out(host: String, waited: Duration) -> Self {
        let waited_ms = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
        Self::TimedOut { host, waited_ms }
    }
}

impl From<AddressError> for Outcome {
    fn from(error: AddressError) -> Self {
        Self::NotAnAddress { reason: error }
    }
}

fn code_of<S: serde::Serializer>(error: &AddressError, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(error.code())
}

/// A page that can be an account's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The CRM's address.
    pub base: CrmAddress,
    /// Its front page as it answers: without the slash at the end where it was asked without and answers so.
    pub home: Url,
    /// The connector's id; `generic` when none is known.
    pub connector: String,
    /// The page's or the CRM's own name, at most 80 letters of plain text.
    pub title: Option<String>,
    /// What the server says of itself.
    pub document: Option<Box<DesktopDocument>>,
    /// Hosts that it sends people to for signing in.
    pub identity_hosts: Vec<String>,
    /// Whether a sign-in form was seen.
    pub has_login_form: bool,
    /// Whether it asks for HTTP authentication before it shows anything.
    pub http_auth: bool,
    /// The certificate, on an encrypted connection.
    pub certificate: Option<Certificate>,
}

impl Found {
    /// The connector itself, with what the server says.
    #[must_use]
    pub fn connector(&self) -> Connector {
        let known = connectors::find(&self.connector).unwrap_or_else(|| connectors::generic());
        match &self.document {
            Some(document) => known.with_document((**document).clone()),
            None => known.clone(),
        }
    }
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// Nothing listens at the port.
    NobodyListens,
    /// There is no way to the host.
    NoRoute,
    /// The connection was cut before an answer.
    Closed,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// Signed by nobody whom this computer trusts.
    UnknownIssuer,
    /// Signed by itself.
    SelfSigned,
    /// For another host.
    WrongHost,
    /// Taken back by its issuer.
    Revoked,
    /// Something else.
    Other,
}

/// What answers instead of a web page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoPage {
    /// It doesn't speak HTTP.
    NotHttp,
    /// It sends in circles.
    RedirectLoop,
    /// Another kind of content.
    Content {
        /// Its media type.
        media_type: String,
    },
    /// A server error.
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// Nothing at all.
    Empty,
}

/// In what client and server are too far apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum VersionFault {
    /// No version of TLS that both speak.
    Tls,
    /// A desktop document of another version.
    Document {
        /// The version.
        version: i64,
        /// What the server calls itself.
        server: String,
    },
}
