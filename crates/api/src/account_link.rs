//! The account that a user of a CRM is connected to.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `GET /c/{crm}/me/account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyAccountResponse {
    /// The account, if the user is connected to one.
    pub account: Option<LinkedAccount>,
    /// There is a password by which the user signs in: their own or, where that counts, the account's.
    pub has_password: bool,
}

/// The account behind a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkedAccount {
    /// Its address.
    pub email: String,
    /// Since when they are connected (RFC 3339).
    #[schema(format = DateTime)]
    pub since: String,
    /// The user signs in with the account's password, and has none of their own.
    pub by_account: bool,
    /// They can be disconnected: the user doesn't own the CRM, and has a password of their own.
    pub can_disconnect: bool,
}

/// `POST /c/{crm}/me/own-password`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPasswordRequest {
    /// The password, 15 to 128 characters.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub new: Sensitive<String>,
    /// The same again.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub confirmation: Sensitive<String>,
}
