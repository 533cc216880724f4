//! What a server says of itself to desktop clients: `/.well-known/crm-desktop.json`.
//!
//! A tolerant reader: unknown fields are ignored, a field of the wrong type counts as absent, and
//! an address of another origin counts as absent too. Only size, JSON and version can fail.

use std::collections::BTreeMap;

use domain::{CrmAddress, address};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// The largest document that is read, in bytes.
pub const MAX_DOCUMENT: usize = 64 * 1024;

/// Why a document counts as absent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// More than [`MAX_DOCUMENT`] bytes.
    #[error("the document is too large")]
    TooLarge,
    /// Not a JSON object with a version.
    #[error("the document is no JSON object with a version")]
    Malformed,
    /// Not https, and not this computer itself.
    #[error("the document came over a connection that others can change")]
    NotSecure,
    /// Another version than 1.
    #[error("the document has version {version}")]
    OtherVersion {
        /// The version in it.
        version: i64,
        /// What the server calls itself.
        server: ServerName,
    },
}

impl DocumentError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "document_too_large",
            Self::Malformed => "document_malformed",
            Self::NotSecure => "document_not_secure",
            Self::OtherVersion { .. } => "document_other_version",
        }
    }
}

/// The server's name and version, as it tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerName {
    /// Its id, which stays when its address changes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version of its program.
    pub version: String,
}

/// The parts of a document that this client uses. Every address is absolute and of the document's
/// own origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesktopDocument {
    /// Where it was read, without path.
    pub origin: Url,
    /// Who runs it.
    pub server: ServerName,
    /// The CRM's name.
    pub name: Option<String>,
    /// The CRM's address.
    pub address: Option<Url>,
    /// Paths that stay in the window; empty = no rule.
    pub scope: Vec<String>,
    /// The first page.
    pub start: Option<Url>,
    /// The sign-in page.
    pub sign_in: Option<Url>,
    /// The sign-in page for those who forgot the address.
    pub sign_in_without_address: Option<Url>,
    /// How to find out who is signed in.
    pub probe: Option<Probe>,
    /// How to sign out.
    pub sign_out: Option<SignOut>,
    /// How the client makes itself known.
    pub device: Option<Device>,
    /// How to read the unread count.
    pub unread: Option<UnreadSource>,
    /// The page on which whoever is signed in approves a sign-in on another screen.
    pub approval: Option<Url>,
    /// How one gets from its portal into a CRM.
    pub enter: Option<Enter>,
}

/// Paths by which one gets into a CRM; `{crm}` stands for its short name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enter {
    /// The page that lets in.
    pub page: String,
    /// Where the CRM is at home.
    pub home: String,
}

/// In letters.
const LONGEST_NAME: usize = 80;

/// What stands for a CRM's short name in a path.
const CRM: &str = "{crm}";

/// A request without side effects that tells who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// Where to ask.
    pub url: Url,
    /// The status that means "signed in".
    pub yes: u16,
    /// The status that means "signed out".
    pub no: u16,
    /// JSON pointers (RFC 6901) by what they point at (`name`, `email`, `photo`, `csrf`, …).
    pub pointers: BTreeMap<String, String>,
}

/// The request that signs out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {
    /// `POST` or `DELETE`.
    pub method: String,
    /// Where to.
    pub url: Url,
    /// The header that carries the token from the probe's `csrf` pointer.
    pub csrf_header: Option<String>,
}

/// Where the client makes itself known, and takes that back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Where to register, with `POST` and the token from the probe's `csrf` pointer.
    pub register: Url,
    /// Where to take the token back that one was given, with `DELETE`.
    pub revoke: Url,
}

/// A request that answers with the unread count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadSource {
    /// Where to ask.
    pub url: Url,
    /// JSON pointer to the number.
    pub pointer: String,
    /// Never more often than this, in seconds.
    pub min_interval_s: u32,
}

impl DesktopDocument {
    /// Reads a document that was fetched from `from`.
    ///
    /// # Errors
    /// [`DocumentError`]; the document then counts as absent.
    pub fn parse(body: &[u8], from: &Url) -> Result<Self, DocumentError> {
        if from.scheme() != "https" && !address::is_loopback(from) {
            return Err(DocumentError::NotSecure);
        }
        if body.len() > MAX_DOCUMENT {
            return Err(DocumentError::TooLarge);
        }
        let value: Value = serde_json::from_slice(body).map_err(|_| DocumentError::Malformed)?;
        let read = Reader {
            value: &value,
            from,
        };
        let server = ServerName {
            id: read.text("/server/id").unwrap_or_default(),
            name: read.name("/server/name").unwrap_or_default(),
            version: read.name("/server/version").unwrap_or_default(),
        };
        match value.get("v").and_then(Value::as_i64) {
            Some(1) => Ok(read.document(server)),
            Some(version) => Err(DocumentError::OtherVersion { version, server }),
            None => Err(DocumentError::Malformed),
        }
    }

    /// The home of the CRM that an address lets one into, or that it is, where this document is about one of the
    /// server's CRMs; `None` for all others.
    #[must_use]
    pub fn entered(&self, url: &Url) -> Option<Url> {
        let enter = self.enter.as_ref()?;
        if url.origin() != self.origin.origin() {
            return None;
        }
        let is_about_one = !self.scope.is_empty();
        let home = is_about_one.then_some(&enter.home);
        let mut templates = [&enter.page].into_iter().chain(home);
        let slug = templates.find_map(|template| short_name(template, url.path()))?;
        let home = self.origin.join(&enter.home.replace(CRM, slug)).ok()?;
        (home.origin() == self.origin.origin()).then_some(home)
    }

    /// The CRM's address as accounts keep it; `None` in a document about a whole server.
    #[must_use]
    pub fn crm_address(&self) -> Option<CrmAddress> {
        CrmAddress::from_base(self.address.as_ref()?).ok()
    }
}

/// The short name of a CRM that stands in a path where it does in its template.
fn short_name<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let (before, after) = template.split_once(CRM)?;
    let name = path.strip_prefix(before)?.strip_suffix(after)?;
    let is_part = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    (!name.is_empty() && name.bytes().all(is_part)).then_some(name)
}

/// Whether it's a path and nothing else: two slashes begin a host, and a backslash counts as one.
fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && !text.contains('\\')
}

struct Reader<'a> {
    value: &'a Value,
    from: &'a Url,
}

impl Reader<'_> {
    fn document(&self, server: ServerName) -> DesktopDocument {
        let mut origin = self.from.clone();
        origin.set_path("/");
        origin.set_query(None);
        origin.set_fragment(None);
        DesktopDocument {
            origin,
            server,
            name: self.name("/crm/name"),
            address: self.url("/crm/address"),
            scope: self.scope(),
            start: self.url("/start"),
            sign_in: self.url("/sign_in/page"),
            sign_in_without_address: self.url("/sign_in/without_address"),
            probe: self.probe(),
            sign_out: self.sign_out(),
            device: self.device(),
            unread: self.unread(),
            approval: self.url("/qr/page"),
            enter: self.enter(),
        }
    }

    fn enter(&self) -> Option<Enter> {
        let path = |pointer| {
            self.text(pointer)
                .filter(|path| is_path(path) && path.matches(CRM).count() == 1)
        };
        Some(Enter {
            page: path("/enter/page")?,
            home: path("/enter/home")?,
        })
    }

    fn text(&self, pointer: &str) -> Option<String> {
        let text = self.value.pointer(pointer)?.as_str()?.trim();
        (!text.is_empty() && text.chars().count() <= 400).then(|| text.to_owned())
    }

    /// A text that people see.
    fn name(&self, pointer: &str) -> Option<String> {
        let name = domain::plain(&self.text(pointer)?, LONGEST_NAME);
        (!name.is_empty()).then_some(name)
    }

    /// An address of the document's own origin.
    fn url(&self, pointer: &str) -> Option<Url> {
        let url = self.from.join(&self.text(pointer)?).ok()?;
        (url.origin() == self.from.origin() && url.username().is_empty()).then_some(url)
    }

    fn number<T: TryFrom<u64>>(&self, pointer: &str) -> Option<T> {
        self.value.pointer(pointer)?.as_u64()?.try_into().ok()
    }

    fn scope(&self) -> Vec<String> {
        let paths = self
            .value
            .get("scope")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let paths = paths
            .filter_map(Value::as_str)
            .filter(|path| path.starts_with('/'));
        paths.take(64).map(str::to_owned).collect()
    }

    fn probe(&self) -> Option<Probe> {
        let pointers = self
            .value
            .pointer("/signed_in/pointers")
            .and_then(Value::as_object);
        let pointers = pointers.into_iter().flatten().take(32);
        Some(Probe {
            url: self.url("/signed_in/probe")?,
            yes: self.number("/signed_in/yes").unwrap_or(200),
            no: self.number("/signed_in/no").unwrap_or(401),
            pointers: pointers
                .filter_map(|(key, pointer)| Some((key.clone(), pointer.as_str()?.to_owned())))
                .filter(|(_, pointer)| pointer.starts_with('/'))
                .collect(),
        })
    }

    fn sign_out(&self) -> Option<SignOut> {
        let method = self
            .text("/sign_out/method")
            .unwrap_or_else(|| "POST".to_owned());
        let header = self
            .text("/sign_out/csrf_header")
            .filter(|name| is_header_name(name));
        // A sign-out that a link can trigger isn't one.
        let method = Some(method.to_ascii_uppercase()).filter(|m| m == "POST" || m == "DELETE")?;
        Some(SignOut {
            method,
            url: self.url("/sign_out/url")?,
            csrf_header: header,
        })
    }

    fn device(&self) -> Option<Device> {
        Some(Device {
            register: self.url("/device/register")?,
            revoke: self.url("/device/revoke")?,
        })
    }

    fn unread(&self) -> Option<UnreadSource> {
        Some(UnreadSource {
            url: self.url("/unread/url")?,
            pointer: self.text("/unread/pointer")?,
            min_interval_s: self.number("/unread/min_interval_s").unwrap_or(60).max(30),
        })
    }
}

fn is_header_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
pub(crate) mod tests;
