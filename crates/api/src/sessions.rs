//! Where a person is signed in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::CrmView;

/// `GET /c/{crm}/me/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionsResponse {
    /// Most recently used first.
    pub items: Vec<OwnSession>,
}

/// `GET /portal/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortalSessionsResponse {
    /// Sessions at the portal, most recently used first.
    pub items: Vec<OwnSession>,
    /// CRMs at which the account's users have sessions.
    pub crms: Vec<SessionsAtCrm>,
}

/// One session of the person who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OwnSession {
    /// Its id.
    pub id: String,
    /// What the person calls the device.
    pub device_name: Option<String>,
    /// What the desktop client calls itself, if one is registered at the session.
    pub client_name: Option<String>,
    /// The browser, as far as it says.
    pub browser: Option<String>,
    /// The system, as far as the browser says.
    pub os: Option<String>,
    /// When the person first signed in from the device (RFC 3339, to the minute).
    #[schema(format = DateTime)]
    pub first_seen_at: String,
    /// When it was last used (RFC 3339, to the minute).
    #[schema(format = DateTime)]
    pub last_seen_at: String,
    /// The address that it began from.
    pub ip: String,
    /// How it began.
    pub method: SessionMethod,
    /// How surely the person was recognised.
    pub assurance: Assurance,
    /// It is the one that asks.
    pub is_current: bool,
}

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionMethod {
    /// With a password.
    Password,
    /// From the portal.
    Portal,
    /// With a code on another screen.
    Qr,
    /// By single sign-on.
    Sso,
    /// With a passkey.
    Passkey,
}

/// How surely a person was recognised (NIST SP 800-63B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// By one factor.
    Aal1,
    /// By two.
    Aal2,
}

/// Sessions at one CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionsAtCrm {
    /// The CRM.
    pub crm: CrmView,
    /// How many.
    pub count: u64,
}

/// `PATCH …/sessions/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameDeviceRequest {
    /// At most 60 characters; empty takes the name away.
    pub device_name: String,
}
