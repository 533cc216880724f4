//! Single sign-on by OpenID Connect.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::CrmView;

/// A provider that somebody may sign in by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SsoOffer {
    /// What `POST /sign-in/sso/{provider}/start` names.
    pub id: String,
    /// What its button says.
    pub label: String,
    /// Where it leads; without a CRM to the account portal.
    pub crm: Option<CrmView>,
}

/// `GET /sign-in/sso`.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SsoOffersQuery {
    /// What a person typed as e-mail address; without it the answer is what the server offers to accounts.
    #[serde(default)]
    pub email: Option<String>,
}

/// `GET /sign-in/sso`: providers that may speak for the domain of an address. It tells nothing about who has the
/// address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SsoOffersResponse {
    /// At most 20.
    pub items: Vec<SsoOffer>,
}

/// `POST /sign-in/sso/{provider}/start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartSsoRequest {
    /// "Keep me signed in": weeks instead of the browser's session.
    #[serde(default)]
    pub keep: bool,
    /// The page to come back to, with its query, below the CRM or the portal: `/c/acme/staff`. Elsewhere it is the first
    /// page of what was signed in to.
    #[serde(default)]
    pub return_path: Option<String>,
    /// The provider asks who it is, also when it knows: for another identity.
    #[serde(default)]
    pub anew: bool,
}

/// `POST …/me/identity-links` and `POST …/me/step-up/sso`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseSsoRequest {
    /// [`SsoOffer::id`].
    pub provider_id: String,
    /// The page to come back to, with its query, below the CRM or the portal; without it where identity links are.
    #[serde(default)]
    pub return_path: Option<String>,
    /// The provider asks who it is, also when it knows. To prove who one is it does so anyway.
    #[serde(default)]
    pub anew: bool,
}

/// `POST /c/{crm}/sso-providers/{id}/try`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrySsoRequest {
    /// The page to come back to, with its query, below the CRM. It gets `outcome={`[`SsoTrial`]`}`, too.
    pub return_path: String,
}

/// What would have come of somebody who had gone to a provider to be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SsoTrial {
    /// They would be let in.
    Opens,
    /// They would be let in, and known from then on.
    Connects,
    /// They would become a member.
    Joins,
    /// Somebody here has their address, but its domain isn't proven.
    NeedsConnection,
    /// They are nobody here.
    Nobody,
    /// The provider doesn't vouch for their address.
    Unverified,
}

impl SsoTrial {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::Connects => "connects",
            Self::Joins => "joins",
            Self::NeedsConnection => "needs_connection",
            Self::Nobody => "nobody",
            Self::Unverified => "unverified",
        }
    }
}

/// Where to send the browser, within ten minutes. It comes back to `/sso/callback`, which leads on: signed in, to the
/// page for a code, or with `error={code}&reference={request id}` to where it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StartSsoResponse {
    /// A page of the provider.
    pub url: String,
}

/// `GET /c/{crm}/sso-providers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SsoProvidersResponse {
    /// Oldest first.
    pub items: Vec<SsoProvider>,
    /// What the provider is told to send people back to.
    pub redirect_uri: String,
    /// The owner gets in by a password whatever is `required`. Without it nobody may get in when the provider fails.
    pub owner_has_second_factor: bool,
}

/// A provider of a CRM. Its `ETag` is `"v{version}"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct SsoProvider {
    /// Permanent id.
    pub id: String,
    /// Its issuer identifier.
    pub issuer: String,
    /// The name that it knows the service by.
    pub client_id: String,
    /// There is a secret that goes with the name. It is never shown.
    pub has_client_secret: bool,
    /// What its button says.
    pub label: String,
    /// Domains of e-mail addresses that it may speak for.
    pub domains: Vec<SsoDomain>,
    /// Whoever it recognises, with a verified address of a proven domain, becomes a member.
    pub jit: bool,
    /// Its word for a second factor counts.
    pub satisfies_2fa: bool,
    /// What it says as `acr` of somebody recognised by two factors, beside `mfa`, `otp` and `hwk` as `amr`.
    pub acr_values: Vec<String>,
    /// Nobody signs in with a password but the owner, who has a second factor.
    pub required: bool,
    /// It is offered.
    pub enabled: bool,
    /// So many people have connected it.
    pub linked: u64,
    /// Where the provider tells who has signed out there (OpenID Connect Back-Channel Logout 1.0).
    pub backchannel_logout_uri: String,
    /// Rises with every change; `If-Match` presents it.
    pub version: i64,
}

/// A domain that a provider may speak for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SsoDomain {
    /// In lower case, in punycode.
    pub domain: String,
    /// The name of the TXT record that proves it.
    pub record: String,
    /// What the record must say.
    pub value: String,
    /// When the record was last found (RFC 3339); nobody is recognised by an address before.
    #[schema(format = DateTime)]
    pub proven_at: Option<String>,
}

/// `POST /c/{crm}/sso-providers`, and `PUT /c/{crm}/sso-providers/{id}` with `If-Match`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct SsoProviderRequest {
    /// Its issuer identifier, byte for byte. It can't be changed.
    pub issuer: String,
    /// The name that it knows the service by.
    pub client_id: String,
    /// The secret that goes with the name. Left out it stays, empty it is taken away.
    #[serde(default, serialize_with = "crate::secret::send_some")]
    #[schema(value_type = Option<String>, format = Password)]
    pub client_secret: Option<Sensitive<String>>,
    /// What its button says; at most 60 characters.
    pub label: String,
    /// Domains of e-mail addresses that it may speak for; at most 20.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Whoever it recognises, with a verified address of a proven domain, becomes a member.
    #[serde(default)]
    pub jit: bool,
    /// Its word for a second factor counts.
    #[serde(default)]
    pub satisfies_2fa: bool,
    /// What it says as `acr` of somebody recognised by two factors; at most 10.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// Nobody signs in with a password but the owner, who has a second factor.
    #[serde(default)]
    pub required: bool,
    /// It is offered.
    pub enabled: bool,
}

/// `GET …/identity-links`: providers that recognise the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityLinksResponse {
    /// Oldest first.
    pub items: Vec<IdentityLink>,
    /// Providers that could be connected, too.
    pub offers: Vec<SsoOffer>,
}

/// A provider that recognises the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityLink {
    /// Permanent id.
    pub id: String,
    /// [`SsoOffer::id`] of the provider.
    pub provider_id: String,
    /// What the provider's button says.
    pub label: String,
    /// The address that the provider had for the person at that time.
    pub email: Option<String>,
    /// Since when it recognises them (RFC 3339).
    #[schema(format = DateTime)]
    pub linked_at: String,
}
