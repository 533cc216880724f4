//! The first start: operator, first CRM and its owner in one call.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::CrmView;

/// `POST /setup`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The one-time bootstrap token that the server gave to whoever started it.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub token: Sensitive<String>,
    /// The operator's name, as colleagues will read it.
    pub name: String,
    /// The operator's e-mail address; it counts as verified.
    pub email: String,
    /// The password of the operator's account, 15 to 128 characters.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub password: Sensitive<String>,
    /// The name of the first CRM; without it a plain one in the operator's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crm_name: Option<String>,
    /// `en`, `uk` or `ru`; without it the language that the request prefers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// An IANA time zone such as `Europe/Kyiv`; without it `UTC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// What set-up made. The response also sets the session cookie of the new CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetupResponse {
    /// The first CRM.
    pub crm: CrmView,
    /// The operator's account.
    pub account: SetupAccount,
    /// Where the browser that asked goes now.
    pub next: NextPage,
    /// How another browser (a webview of the desktop client) gets in without the password.
    pub enter: EnterLink,
}

/// An account that set-up made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetupAccount {
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
}

/// A page to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextPage {
    /// Relative to the server.
    pub url: String,
}

/// A page that signs one browser in, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnterLink {
    /// Relative to the server. The ticket is in the fragment, which no server sees; treat the
    /// whole as a secret.
    pub url: String,
    /// How long it works, in seconds from the answer.
    pub valid_s: u32,
}
