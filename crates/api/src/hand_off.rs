//! Single sign-on by way of another browser: a window waits, and that browser goes to the provider in its place.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::SsoOffer;

/// `POST /sign-in/sso/{provider}/hand-off`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOffRequest {
    /// "Keep me signed in": weeks instead of the browser's session.
    #[serde(default)]
    pub keep: bool,
}

/// What the waiting window shows. The response sets a cookie without which nothing comes of it; `GET /sign-in/qr/{id}`
/// and `POST /sign-in/qr/{id}/exchange` go on as after a QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandOffResponse {
    /// The request's id.
    pub request_id: String,
    /// The page to open in the other browser.
    pub verification_url: String,
    /// The number to pick there: two digits.
    #[schema(minimum = 10, maximum = 99)]
    pub number: i32,
    /// Seconds until it stops waiting.
    pub expires_in: u32,
    /// Seconds between two questions for its state; who asks more often is answered `slow_down`.
    pub interval: u32,
    /// The provider, and where it leads.
    pub offer: SsoOffer,
}

/// `POST /sign-in/hand-off/{id}/start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartHandOffRequest {
    /// The provider asks who it is, also when it knows: for another identity.
    #[serde(default)]
    pub anew: bool,
}

/// `POST /sign-in/hand-off/{id}/look-up` and `POST /sign-in/hand-off/{id}/deny`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOffTicketRequest {
    /// From the fragment of the page that one comes back to. It is good in this browser alone.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
}

/// `POST /sign-in/hand-off/{id}/approve`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveHandOffRequest {
    /// From the fragment of the page that one comes back to. It is good in this browser alone.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// The number that was picked. A wrong one denies for good.
    pub number: i32,
}
