//! Sign-in by address.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
}

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// Login and password.
    Password,
}

/// `POST /sign-in`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The CRM's address in any form that [`ResolveQuery`] takes.
    pub address: String,
    /// E-mail address or username.
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
}
