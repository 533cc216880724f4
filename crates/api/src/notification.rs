//! What somebody in a CRM is told there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notification {
    /// Permanent id.
    pub id: String,
    /// What it tells, such as `account.new_device`. There may be more kinds with each release.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub subject: NotificationSubject,
    /// More about it, by names: no secrets.
    pub fields: BTreeMap<String, String>,
    /// When that happened (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
    /// When it was read (RFC 3339), if it was.
    #[schema(format = DateTime)]
    pub read_at: Option<String>,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationSubject {
    /// What kind of thing it is, such as `session`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// `GET /c/{crm}/notifications`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationsResponse {
    /// The last ones first.
    pub items: Vec<Notification>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// `POST /c/{crm}/notifications/read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotificationsRequest {
    /// Which one was read; all of them unless said.
    pub id: Option<String>,
}

/// The data of an event `notification_read` in `GET /c/{crm}/stream`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationRead {
    /// Which one was read; all of them unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// `GET /c/{crm}/unread`, and the data of an event `unread` in `GET /c/{crm}/stream`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnreadResponse {
    /// How many notifications weren't read.
    pub unread: u64,
}
