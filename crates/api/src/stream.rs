//! What a stream of a CRM tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The data of an event `record_changed` in `GET /c/{crm}/stream`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordChanged {
    /// What kind of record it is.
    #[serde(rename = "type")]
    pub kind: RecordType,
    /// Its id.
    pub id: String,
    /// The version that it has since, if it has versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// What kind of record it is that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// Somebody in the CRM.
    User,
    /// An invitation.
    Invitation,
    /// What is set for everybody.
    Crm,
    /// A key of a program.
    ApiKey,
    /// A webhook.
    Webhook,
}
