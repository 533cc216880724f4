//! The second factor: codes of an authenticator app, and recovery codes.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// By what a person proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofMethod {
    /// The password.
    Password,
    /// A code of the authenticator app (RFC 6238): six digits.
    Totp,
    /// A recovery code: `xxxxx-xxxxx`.
    RecoveryCode,
    /// Single sign-on, by a provider that `GET …/step-up/sso` lists: inside a session alone.
    Sso,
    /// One of the person's passkeys.
    Passkey,
}

/// `GET /portal/2fa` and `GET /c/{crm}/me/2fa`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondFactorResponse {
    /// A code is asked for.
    pub enabled: bool,
    /// Since when (RFC 3339).
    #[schema(format = DateTime)]
    pub enabled_at: Option<String>,
    /// Recovery codes that weren't used yet.
    pub recovery_codes_left: u64,
    /// Whose it is. A user whose password is their account's has their account's factor.
    pub owner: FactorOwner,
}

/// Whose a second factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorOwner {
    /// The account's; it is good at the portal and for users who sign in by the account.
    Account,
    /// The CRM user's own.
    User,
}

/// `POST …/2fa/totp`: a secret that waits for its first code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentResponse {
    /// In base32 (RFC 4648), to be typed into the app.
    pub secret: String,
    /// An `otpauth` URL, to be shown as a QR code.
    pub otpauth_url: String,
    /// When it stops waiting (RFC 3339).
    #[schema(format = DateTime)]
    pub expires_at: String,
}

/// `POST …/2fa/totp/confirm`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFactorRequest {
    /// What the app shows.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub code: Sensitive<String>,
}

/// `POST …/2fa/totp/confirm` and `POST …/2fa/recovery-codes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodesResponse {
    /// `xxxxx-xxxxx` each, good once; they can't be shown again.
    pub recovery_codes: Vec<String>,
}

/// `GET /c/{crm}/settings/second-factor`. Its `ETag` is `"v{version}"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactorRulesResponse {
    /// Who must have a second factor.
    pub policy: FactorPolicy,
    /// Devices may be trusted for 30 days to skip it.
    pub allow_trusted_devices: bool,
    /// Rises with every change of the CRM; `If-Match` presents it.
    pub version: i64,
}

/// `PUT /c/{crm}/settings/second-factor`, with `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorRulesRequest {
    /// Who must have a second factor. Of whom it is newly demanded has seven days.
    pub policy: FactorPolicy,
    /// Devices may be trusted for 30 days to skip it.
    pub allow_trusted_devices: bool,
}

/// Who must have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorPolicy {
    /// Whoever wants one.
    Optional,
    /// Owner and admins.
    RequiredForAdmins,
    /// Everybody.
    Required,
}
