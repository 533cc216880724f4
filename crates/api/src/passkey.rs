//! Passkeys (`WebAuthn`, Level 3).
//!
//! What goes to and comes from `navigator.credentials` is in the JSON forms of that specification (5.1.8 to 5.1.10), which
//! this contract doesn't repeat.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What a browser asks its authenticators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyChallenge {
    /// What to present with the answer, once and from this very browser.
    pub ticket: String,
    /// `PublicKeyCredentialCreationOptionsJSON` for a new passkey, `PublicKeyCredentialRequestOptionsJSON` otherwise.
    pub options: Value,
    /// Seconds until the ticket stops working.
    pub valid_s: u32,
}

/// `POST /sign-in/passkey/start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartPasskeySignInRequest {
    /// The CRM's address in any form that [`crate::ResolveQuery`] takes, for one of its users. Without one the passkey
    /// opens what it belongs to.
    #[serde(default)]
    pub address: Option<String>,
}

/// `POST /sign-in/passkey`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignInRequest {
    /// [`PasskeyChallenge::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// `AuthenticationResponseJSON`.
    pub credential: Value,
    /// "Keep me signed in": weeks instead of the browser's session.
    #[serde(default)]
    pub keep: bool,
}

/// `POST /sign-in/second-factor/passkey/start`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartPasskeyFactorRequest {
    /// [`crate::SecondFactorStep::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
}

/// `POST /sign-in/second-factor/passkey`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyFactorRequest {
    /// [`crate::SecondFactorStep::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// [`PasskeyChallenge::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub challenge: Sensitive<String>,
    /// `AuthenticationResponseJSON`.
    pub credential: Value,
}

/// `POST …/passkeys` and `POST …/step-up/passkey`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswerRequest {
    /// [`PasskeyChallenge::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// `RegistrationResponseJSON` of a new passkey, `AuthenticationResponseJSON` otherwise.
    pub credential: Value,
}

/// `PATCH …/passkeys/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenamePasskeyRequest {
    /// What the person calls it.
    pub name: String,
}

/// `GET …/passkeys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeysResponse {
    /// Oldest first.
    pub items: Vec<Passkey>,
    /// One more may be added.
    pub can_add: bool,
}

/// One passkey of the person who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Passkey {
    /// Permanent id.
    pub id: String,
    /// What the person calls it: at first the browser that it was made with.
    pub name: String,
    /// When it was added (RFC 3339).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was last used (RFC 3339).
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}
