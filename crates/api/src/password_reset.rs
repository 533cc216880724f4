//! Setting a new password by a link in a letter.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /password-reset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetRequest {
    /// The address that letters reach the person at.
    pub email: String,
    /// One CRM, in any form that [`ResolveQuery`](crate::ResolveQuery) takes; without it a link is
    /// sent for everything that has the address.
    #[serde(default)]
    pub address: Option<String>,
}

/// What is said to everybody, whether or not somebody has the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasswordResetResponse {
    /// False when the server has no way to send mail: its operator can help.
    pub can_send_mail: bool,
}

/// `POST /password-reset/complete`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePasswordResetRequest {
    /// The ticket from the fragment of the link.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// The password from now on.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub new: Sensitive<String>,
    /// The same again.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub confirmation: Sensitive<String>,
}
