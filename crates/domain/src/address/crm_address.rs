//! The address that an account keeps.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use url::{Position, Url};

use super::{AddressError, host};

/// Segments that begin the part of a path which isn't the CRM's base any more.
const PAGES: &[&str] = &[
    "login",
    "log-in",
    "log_in",
    "signin",
    "sign-in",
    "sign_in",
    "logout",
    "signout",
    "sign-out",
    "sign_out",
    "auth",
    "sso",
    "welcome",
    "session",
    "sessions",
    "oauth",
    "oauth2",
    "signup",
    "sign-up",
    "register",
    "forgot-password",
    "password-reset",
    "verify",
    "invite",
    "creme_login",
];

/// Where one CRM lives: origin and path prefix, `https://acme.example.com` or
/// `https://host.example/crm`. Always http or https; never a user name, a query or a slash at the
/// end. As a value in files and messages it is that text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CrmAddress {
    /// Ends with a slash; has no user, query or fragment.
    home: Url,
}

impl CrmAddress {
    /// The base of a page's address: sign-in pages and file names at its end are left out.
    ///
    /// # Errors
    /// [`AddressError`] when it isn't http or https, or has no host.
    pub fn from_page(page: &Url) -> Result<Self, AddressError> {
        let mut base = page.clone();
        let kept: Vec<&str> = page
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|segment| !segment.is_empty())
            .take_while(|segment| !is_page(segment))
            .collect();
        base.set_path(&kept.join("/"));
        Self::from_base(&base)
    }

    /// The address exactly as given, but for query, fragment and slashes at the end.
    ///
    /// # Errors
    /// [`AddressError`] when it isn't http or https, or has no host.
    pub fn from_base(base: &Url) -> Result<Self, AddressError> {
        if !matches!(base.scheme(), "http" | "https") {
            return Err(AddressError::SchemeRefused {
                scheme: base.scheme().to_owned(),
            });
        }
        if base.host().is_none() {
            return Err(AddressError::InvalidHost);
        }
        let mut home = base.clone();
        // Neither can fail on an address with a host.
        let _ = home.set_username("");
        let _ = home.set_password(None);
        home.set_query(None);
        home.set_fragment(None);
        home.set_path(&format!("{}/", base.path().trim_end_matches('/')));
        Ok(Self { home })
    }

    /// The whole address, in ASCII, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.home.as_str().trim_end_matches('/')
    }

    /// Scheme, host and port (RFC 6454), in ASCII.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.home[..Position::BeforePath]
    }

    /// The path prefix, empty or starting with a slash.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.home.path().trim_end_matches('/')
    }

    /// The address of the CRM's front page: with a slash at the end.
    #[must_use]
    pub const fn home(&self) -> &Url {
        &self.home
    }

    /// Host and port (if it isn't the scheme's own) as people may safely read them.
    #[must_use]
    pub fn host_display(&self) -> String {
        let name = host::display_host(self.home.host_str().unwrap_or_default());
        match self.home.port() {
            Some(port) => format!("{name}:{port}"),
            None => name,
        }
    }

    /// Whether this computer itself is meant.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        host::is_loopback(&self.home)
    }

    /// Whether the way there is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.home.scheme() == "https"
    }

    /// Whether a page lies at this address or below it.
    #[must_use]
    pub fn contains(&self, page: &Url) -> bool {
        &page[..Position::BeforePath] == self.origin()
            && page
                .path()
                .strip_prefix(self.prefix())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn is_page(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    PAGES.contains(&lower.as_str())
        || lower.rsplit_once('.').is_some_and(|(_, extension)| {
            matches!(
                extension,
                "php" | "html" | "htm" | "aspx" | "asp" | "jsp" | "do" | "cgi" | "pl"
            )
        })
}

impl FromStr for CrmAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text).map_err(|_| AddressError::NotAnAddress)?;
        Self::from_base(&url)
    }
}

impl TryFrom<String> for CrmAddress {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<CrmAddress> for String {
    fn from(address: CrmAddress) -> Self {
        address.as_str().to_owned()
    }
}

impl fmt::Display for CrmAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CrmAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CrmAddress({self})")
    }
}
