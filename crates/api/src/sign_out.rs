//! The end of a session.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /c/{crm}/sign-out`: the session is gone, its cookie cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignOutResponse {
    /// The sign-in page of the same CRM, relative to the server.
    pub redirect: String,
}
