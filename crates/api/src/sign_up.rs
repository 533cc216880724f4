//! Signing up for an account.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignUpPolicy {
    /// Whoever comes.
    Open,
    /// Whoever has a link of the operator's.
    Invite,
    /// Nobody.
    Closed,
}

/// `GET /sign-up`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignUpPolicyResponse {
    /// Who may.
    pub policy: SignUpPolicy,
    /// Who recommends the service gets something for it: a sign-up takes their code.
    pub has_referral: bool,
}

/// `POST /sign-up`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUpRequest {
    /// The person's name, as colleagues will read it.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The password, 15 to 128 characters.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub password: Sensitive<String>,
    /// The name of the first CRM; without it a plain one in the person's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crm_name: Option<String>,
    /// `en`, `uk` or `ru`; without it the language that the request prefers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// An IANA time zone such as `Europe/Kyiv`; without it `UTC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The code of who has recommended the service. The first visit of a link comes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_code: Option<String>,
    /// The ticket from the fragment of the operator's link, where nobody signs up without one.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::secret::send_some"
    )]
    pub ticket: Option<Sensitive<String>>,
}

/// What comes after a sign-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum SignUpResponse {
    /// A letter says what is next, whether or not somebody had the address.
    Mail,
    /// Signed in: the response sets the cookies of portal and CRM. Only where no letter can be sent, on the
    /// server's own machine.
    Open {
        /// The page to open, relative to the server.
        url: String,
    },
}

/// `POST /sign-up/confirm`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSignUpRequest {
    /// The ticket from the fragment of the link.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// The password that was chosen, in another browser than the one that signed up.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::secret::send_some"
    )]
    pub password: Option<Sensitive<String>>,
}

/// Signed in: the response sets the cookies of portal and CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedUpResponse {
    /// The page to open, relative to the server.
    pub url: String,
}
