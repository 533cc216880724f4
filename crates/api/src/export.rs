//! Exports: everything of a CRM in one file.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Its turn comes.
    Waiting,
    /// It is being made.
    Making,
    /// It can be downloaded.
    Ready,
    /// It couldn't be made.
    Failed,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Export {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: ExportState,
    /// How many bytes the file has, once it's ready.
    pub bytes: Option<u64>,
    /// When it was asked for (RFC 3339).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Until when it can be downloaded, once it's ready (RFC 3339).
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
}

/// `GET /c/{crm}/exports`, `GET /portal/crms/{crm_id}/exports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportsResponse {
    /// Newest first.
    pub items: Vec<Export>,
}
