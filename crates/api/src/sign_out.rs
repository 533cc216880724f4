//! The end of a session.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /c/{crm}/sign-out`: the session is gone, its cookie cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignOutResponse {
    /// The sign-in page of the same CRM, relative to the server.
    pub redirect: String,
    /// The provider's page on which the person may sign out there, too, if the session began by one that has such a
    /// page. It sends the browser back to `redirect`, if the provider was told that address.
    #[serde(default)]
    pub provider_url: Option<String>,
}
