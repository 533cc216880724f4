//! The document by which a CRM tells a desktop client how it works.
//!
//! Any server may publish it at [`DESKTOP_DOCUMENT_PATH`]. A part that is missing is a thing that
//! the server can't do (yet). All URLs are of the server's own origin.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the document is; `?crm={slug}` asks for one CRM.
pub const DESKTOP_DOCUMENT_PATH: &str = "/.well-known/crm-desktop.json";

/// The version of the document that this module describes. Others count as absent.
pub const DESKTOP_DOCUMENT_VERSION: u32 = 1;

/// The document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopDocument {
    /// [`DESKTOP_DOCUMENT_VERSION`].
    pub v: u32,
    /// The server.
    pub server: DesktopServer,
    /// The CRM that was asked for; absent for the server as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crm: Option<DesktopCrm>,
    /// Icons, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub icons: Vec<DesktopIcon>,
    /// A CSS colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme_color: Option<String>,
    /// Paths (prefixes) that stay in the window; others open in the system browser.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<String>,
    /// The page to open first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// How to sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<DesktopSignIn>,
    /// How to see who is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in: Option<DesktopSignedIn>,
    /// How to sign out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out: Option<DesktopSignOut>,
    /// How the client makes itself known, for lists of sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DesktopDevice>,
    /// How a sign-in on another screen is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<DesktopQr>,
    /// Where CRMs are listed and made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
    /// How one gets from there into a CRM, which is an account of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enter: Option<DesktopEnter>,
}

/// How a sign-in on another screen is approved, by whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopQr {
    /// What QR codes lead to; `{request_id}` stands for the request's id.
    pub url_pattern: String,
    /// The path that a request is looked up under; `{user_code}` stands for the code that was typed.
    pub lookup: String,
    /// The path that it is approved under.
    pub approve: String,
    /// The page on which whoever is signed in types the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// How one gets into a CRM from the portal. `{crm}` stands for its slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopEnter {
    /// The page that takes the ticket.
    pub page: String,
    /// Where that CRM's account is at home.
    pub home: String,
}

/// The server that publishes the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopServer {
    /// Permanent id of the installation.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The CRM that the document is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopCrm {
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its full address.
    pub address: String,
}

/// One icon, as in a web application manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopIcon {
    /// Where it is.
    pub src: String,
    /// `192x192`, or `any`.
    pub sizes: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media_type: String,
}

/// How to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopSignIn {
    /// The CRM's sign-in page; absent for the server as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The page that asks for an address first.
    pub without_address: String,
    /// What the CRM accepts.
    pub methods: Vec<String>,
    /// Single sign-on may go by way of the system browser: by links that lead outside of the document's scope.
    #[serde(default)]
    pub browser_handoff: bool,
    /// The element in which the client may draw its account list.
    pub switcher_slot: String,
}

/// How to see who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopSignedIn {
    /// A path that answers without side effects.
    pub probe: String,
    /// The status when somebody is signed in.
    pub yes: u16,
    /// The status when nobody is.
    pub no: u16,
    /// Where the answer says what.
    pub pointers: SessionPointers,
}

/// JSON pointers (RFC 6901) into the probe's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionPointers {
    /// Permanent id of the user.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Username.
    pub username: String,
    /// Login address.
    pub email: String,
    /// Photo.
    pub photo: String,
    /// CSRF token.
    pub csrf: String,
}

/// How to sign out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopSignOut {
    /// HTTP method.
    pub method: String,
    /// Path.
    pub url: String,
    /// The header that carries the CSRF token.
    pub csrf_header: String,
}

/// How the client makes itself known at the session of whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DesktopDevice {
    /// The path that it is registered under, by `POST` with the session's CSRF token.
    pub register: String,
    /// The path under which its token is taken back, by `DELETE`.
    pub revoke: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_takes_a_document_with_parts_it_does_not_know() {
        let text =
            r#"{"v":1,"server":{"id":"1","name":"N","version":"9"},"horoscope":{"new":true}}"#;
        let document: DesktopDocument = serde_json::from_str(text).expect("readable");
        assert_eq!(document.server.name, "N");
        assert_eq!(document.sign_in, None);
    }
}
