//! Sign-in by QR code: a browser waits, and a person who is signed in elsewhere lets it in.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::CrmView;

/// `POST /sign-in/qr`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QrSignInRequest {
    /// The CRM's address in any form that `GET /sign-in/resolve` takes. Without one, whoever approves by
    /// their account opens a list, and whoever approves from a CRM opens that one.
    #[serde(default)]
    pub address: Option<String>,
    /// "Keep me signed in": weeks instead of the browser's session.
    #[serde(default)]
    pub keep: bool,
}

/// What the waiting browser shows. The response sets a cookie without which nothing comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QrSignInResponse {
    /// The request's id.
    pub request_id: String,
    /// What the QR code says: the address to open where one is signed in.
    pub verification_url: String,
    /// `XXXX-XXXX`, to be typed where nothing can be scanned.
    pub user_code: String,
    /// The number to pick there: two digits.
    #[schema(minimum = 10, maximum = 99)]
    pub number: i32,
    /// Seconds until it stops waiting.
    pub expires_in: u32,
    /// Seconds between two questions for its state; who asks more often is answered `slow_down`.
    pub interval: u32,
}

/// `GET /sign-in/qr/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QrStateResponse {
    /// How far it got.
    pub state: QrState,
    /// Seconds until it stops waiting.
    pub expires_in: u32,
}

/// How far a sign-in by QR code got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QrState {
    /// Nobody looked at it yet.
    Pending,
    /// Somebody who could approve it looks at it.
    Scanned,
    /// It was approved: `POST /sign-in/qr/{id}/exchange` signs in, once.
    Approved,
    /// It was denied, or the wrong number was picked.
    Denied,
    /// It was exchanged.
    Consumed,
    /// Nobody decided in time.
    Expired,
}

/// `GET /c/{crm}/qr?code=` and `GET /portal/qr?code=`.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QrLookUpQuery {
    /// What the waiting browser shows: case, hyphens and spaces don't matter.
    pub code: String,
}

/// What the person decides about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QrRequest {
    /// The request's id.
    pub id: String,
    /// The browser that waits, as far as it says.
    pub browser: Option<String>,
    /// Its system, as far as it says.
    pub os: Option<String>,
    /// Its address.
    pub ip: String,
    /// Since when it waits (RFC 3339).
    #[schema(format = DateTime)]
    pub requested_at: String,
    /// Until when it waits (RFC 3339).
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// The CRM that it would be let into; without one it is let into what the account opens.
    pub crm: Option<CrmView>,
    /// It asks to stay signed in for weeks.
    pub keep: bool,
    /// Three numbers of two digits. One of them stands on its screen.
    pub numbers: Vec<i32>,
    /// It is in another network than the person: a reason for a warning.
    pub other_network: bool,
    /// The person's own session began by QR code less than ten minutes ago, and approves none yet.
    pub session_too_new: bool,
    /// Seconds for which approving is answered `slow_down`: five from another network, or what a new session
    /// has left.
    pub wait_s: u32,
}

/// `POST …/qr/{id}/approve`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QrApproveRequest {
    /// The number that was picked. A wrong one denies for good.
    pub number: i32,
}
