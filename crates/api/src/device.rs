//! The desktop client at a session.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /c/{crm}/devices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterDeviceRequest {
    /// What the client calls itself, for lists of sessions: at most 60 characters.
    pub name: String,
    /// The system that it runs on.
    pub platform: Platform,
}

/// The system that a desktop client runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Linux.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

/// What a client is given, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisteredDeviceResponse {
    /// Its id.
    pub id: String,
    /// What it presents as `Authorization: Bearer …`, as long as the session is good.
    pub token: String,
}

/// `GET /c/{crm}/devices/current`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceResponse {
    /// Its id.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// The system that it runs on.
    pub platform: Platform,
    /// When it got its token (RFC 3339).
    #[schema(format = DateTime)]
    pub registered_at: String,
}
