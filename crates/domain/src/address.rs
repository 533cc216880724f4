//! Where a CRM lives: what a person typed, and the address that came out of it.
//!
//! [`parse`] forgives what people paste; [`CrmAddress`] is what is kept. Nothing here looks
//! anything up: whether a CRM answers is found out by probing.

mod crm_address;
mod host;
mod typed;

#[cfg(test)]
mod tests;

use url::Url;

pub use crm_address::CrmAddress;
pub use host::{display_host, host_and_port, is_loopback, same_site, site_of};

/// The longest text that is looked at, in bytes. Anything longer is a pasted document.
pub const MAX_TYPED: usize = 8 * 1024;

/// What a person may have meant: addresses to try, in order, and perhaps a bare name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    urls: Vec<Url>,
    name: Option<String>,
    explicit: bool,
}

impl Candidate {
    /// Addresses to try, best first. None of them has a user name, a password, a query or a
    /// fragment: a pasted link may hold a one-time token, and trying it would use it up.
    #[must_use]
    pub fn urls(&self) -> &[Url] {
        &self.urls
    }

    /// The bare name (`acme`), lower-cased, for connectors whose address is built from a name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the scheme was typed, and so isn't to be second-guessed.
    #[must_use]
    pub const fn has_explicit_scheme(&self) -> bool {
        self.explicit
    }
}

impl Candidate {
    /// Addresses that were made elsewhere (from a connector's template), best first.
    #[must_use]
    pub const fn from_urls(urls: Vec<Url>) -> Self {
        Self {
            urls,
            name: None,
            explicit: true,
        }
    }
}

impl From<&CrmAddress> for Candidate {
    fn from(address: &CrmAddress) -> Self {
        Self {
            urls: vec![address.home().clone()],
            name: None,
            explicit: true,
        }
    }
}

/// Why a text is no CRM address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was typed.
    #[error("the address is empty")]
    Empty,
    /// More than [`MAX_TYPED`] bytes.
    #[error("the address is too long")]
    TooLong,
    /// An e-mail address; the CRM's own address is needed.
    #[error("this is an e-mail address")]
    EmailAddress,
    /// A scheme that no CRM is reached by (`javascript`, `file`, `mailto`, …).
    #[error("addresses that start with {scheme}: are not opened")]
    SchemeRefused {
        /// The scheme, lower-cased, without the colon.
        scheme: String,
    },
    /// The host name, number or port can't exist.
    #[error("the host name is not valid")]
    InvalidHost,
    /// A text in which no address, or more than one, was found.
    #[error("no address was found in the text")]
    NotAnAddress,
}

impl AddressError {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "address_empty",
            Self::TooLong => "address_too_long",
            Self::EmailAddress => "address_is_email",
            Self::SchemeRefused { .. } => "address_scheme_refused",
            Self::InvalidHost => "address_host_invalid",
            Self::NotAnAddress => "not_an_address",
        }
    }
}

/// Reads what a person typed or pasted as the address of a CRM.
///
/// Understands a name (`acme`), a host, a host with port or path, IPv4 and IPv6, international
/// names, whole links, and a text with one link in it; quotes, angle brackets and spaces around
/// are ignored. Without a scheme https is tried first, and http only on this computer itself.
///
/// # Errors
/// [`AddressError`], when no address can be made of it.
///
/// ```
/// let typed = domain::address::parse(" <acme.example.com/login?x=1> ").unwrap();
/// assert_eq!(typed.urls()[0].as_str(), "https://acme.example.com/login");
/// assert_eq!(domain::address::parse("acme").unwrap().name(), Some("acme"));
/// ```
pub fn parse(typed: &str) -> Result<Candidate, AddressError> {
    typed::parse(typed)
}
