//! Keys of programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyScope {
    /// Reading what the CRM holds.
    Read,
    /// Webhooks: whom the CRM tells what happens.
    Webhooks,
}

/// `POST /c/{crm}/api-keys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateApiKeyRequest {
    /// What it is for, in one's own words: at most 60 characters.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<ApiKeyScope>,
    /// How many days it is good, 3650 at most; for ever without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// A key that is good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// How its text begins.
    pub begins: String,
    /// What it may do.
    pub scopes: Vec<ApiKeyScope>,
    /// Who made it.
    pub made_by: String,
    /// When it was made (RFC 3339).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Until when it is good (RFC 3339); for ever without.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// When it was used last, to the minute (RFC 3339).
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}

/// `GET /c/{crm}/api-keys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiKeysResponse {
    /// Those that are good, newest first.
    pub items: Vec<ApiKey>,
}

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewApiKeyResponse {
    /// What lists show of it.
    pub api_key: ApiKey,
    /// What programs present as `Authorization: Bearer …`. Nobody is shown it again.
    pub secret: String,
}
