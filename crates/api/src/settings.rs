//! What a CRM is called, and where it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::profile::emptied;

/// `GET /c/{crm}/settings/general`. Its `ETag` is `"v{version}"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GeneralSettingsResponse {
    /// Its name.
    pub name: String,
    /// The last part of its address.
    pub slug: String,
    /// What people type to reach it.
    pub address: String,
    /// Tag of the language of people who come by single sign-on.
    pub locale: String,
    /// IANA name of the zone whose days it counts in.
    pub time_zone: String,
    /// How many days its audit log is kept.
    pub audit_days: i32,
    /// From when on it may get another address, if it had another one lately.
    pub address_changeable_at: Option<String>,
    /// Rises with every change of the CRM; `If-Match` presents it.
    pub version: i64,
}

/// `PATCH /c/{crm}/settings/general`, a JSON merge patch (RFC 7396), with `If-Match`: what is missing stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchGeneralSettingsRequest {
    /// 1 to 80 characters.
    #[serde(default, deserialize_with = "emptied")]
    pub name: Option<String>,
    /// Tag of a language: `en`, `uk` or `ru`.
    #[serde(default, deserialize_with = "emptied")]
    pub locale: Option<String>,
    /// IANA name.
    #[serde(default, deserialize_with = "emptied")]
    pub time_zone: Option<String>,
    /// How many days the audit log is kept: 90 to 1825.
    #[serde(default, deserialize_with = "emptied")]
    pub audit_days: Option<i32>,
}

/// `PUT /c/{crm}/settings/address`, with `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAddressRequest {
    /// The last part of the address: 3 to 40 of `a-z0-9-`, a letter first.
    pub slug: String,
}
