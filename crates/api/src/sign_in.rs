//! Sign-in by address.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{ErrorCode, ProofMethod, Role, SsoOffer};

/// A CRM as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CrmView {
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its full address.
    pub address: String,
}

/// `GET /sign-in/resolve?address=`.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResolveQuery {
    /// What a person typed: a slug, a path or a full URL.
    pub address: String,
}

/// The CRM behind an address, and how to sign in there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResolveResponse {
    /// The CRM.
    pub crm: CrmView,
    /// Its sign-in page, relative to the server.
    pub page: String,
    /// What it accepts.
    pub methods: Vec<SignInMethod>,
    /// Providers of single sign-on.
    pub sso: Vec<SsoOffer>,
}

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// Login and password.
    Password,
    /// A QR code, approved where one is signed in.
    Qr,
    /// A provider of single sign-on: [`ResolveResponse::sso`] says which.
    Sso,
    /// A passkey, where the browser has them.
    Passkey,
}

/// `POST /sign-in`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The CRM's address in any form that [`ResolveQuery`] takes. Without one the answer lists
    /// what the password opens.
    #[serde(default)]
    pub address: Option<String>,
    /// E-mail address or, with an address, username.
    pub login: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub password: Sensitive<String>,
    /// "Keep me signed in": weeks instead of the browser's session.
    #[serde(default)]
    pub keep: bool,
}

/// What comes after the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum SignInResponse {
    /// Signed in: the response sets the session cookie.
    Open {
        /// The page to open, relative to the server.
        url: String,
    },
    /// Select what to open: the response sets a cookie that is good for five minutes.
    Select(SelectionResponse),
    /// A code is asked for.
    SecondFactor(SecondFactorStep),
}

/// What comes after an entry was selected, an enter ticket was presented, or a code was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum SignInStep {
    /// Signed in: the response sets the session cookie.
    Open {
        /// The page to open, relative to the server.
        url: String,
    },
    /// A code is asked for.
    SecondFactor(SecondFactorStep),
}

/// How to give the second factor: `POST /sign-in/second-factor`, or `POST /sign-in/second-factor/passkey`, from this very
/// browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondFactorStep {
    /// What to present with the code.
    pub ticket: String,
    /// The page that asks for the code, relative to the server, with the ticket in its fragment.
    pub url: String,
    /// What will do.
    pub methods: Vec<ProofMethod>,
    /// The device may be trusted: `trust_device` counts.
    pub can_trust_device: bool,
    /// Seconds until the ticket stops working.
    pub valid_s: u32,
}

/// `POST /sign-in/second-factor`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorRequest {
    /// [`SecondFactorStep::ticket`].
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// A code of the authenticator app, or a recovery code.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub code: Sensitive<String>,
    /// "Trust this device for 30 days": no code is asked for from this browser, until the password or the
    /// factor changes, a recovery code is used, or a session from here is revoked.
    #[serde(default)]
    pub trust_device: bool,
}

/// `GET /sign-in/tickets/current`: what the password opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SelectionResponse {
    /// Most recently used first; the portal, if it is among them, last.
    pub choices: Vec<SignInChoice>,
}

/// One thing that the password opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignInChoice {
    /// What [`OpenChoiceRequest`] names: the id of a CRM, or `portal`.
    pub id: String,
    /// The CRM; without it the choice is the account portal.
    pub crm: Option<CrmView>,
    /// The role in the CRM.
    pub role: Option<Role>,
    /// The person's name there.
    pub display_name: String,
    /// When it was last used (RFC 3339).
    #[schema(format = DateTime)]
    pub last_opened_at: Option<String>,
    /// Why it can't be opened, if it can't: `crm_suspended` or `crm_scheduled_for_deletion`.
    pub disabled_reason: Option<ErrorCode>,
    /// Opening it takes a code.
    pub needs_second_factor: bool,
    /// It was opened from this list already.
    pub is_used: bool,
}

/// `POST /sign-in/tickets/current/open`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenChoiceRequest {
    /// [`SignInChoice::id`].
    pub choice: String,
}
