//! Who is signed in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Role;

/// `GET /c/{crm}/session`: reads only, and extends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionResponse {
    /// The user of this CRM.
    pub user: SessionUser,
    /// The CRM.
    pub crm: SessionCrm,
    /// By when the CRM demands a second factor that the user doesn't have (RFC 3339). After that everything
    /// but setting one up answers `factor_required_by_policy`.
    #[schema(format = DateTime)]
    pub second_factor_due_at: Option<String>,
    /// What unsafe requests send in the `X-CSRF-Token` header.
    pub csrf: String,
    /// The number of the last thing that happened in the CRM, which `Last-Event-ID` of its stream goes on from.
    pub last_event: i64,
}

/// The user who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionUser {
    /// Permanent id.
    pub id: String,
    /// First and last name.
    pub display_name: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// Where the photo is, if there is one.
    pub photo_url: Option<String>,
    /// What they may do.
    pub role: Role,
}

/// The CRM of the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionCrm {
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}
