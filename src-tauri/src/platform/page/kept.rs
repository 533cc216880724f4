//! A session-only cookie as it's kept over a restart, whichever engine it comes from.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Cookies are written once they have not changed for so long: a kill within it loses a sign-in.
pub(super) const SETTLE: Duration = Duration::from_millis(60);

/// One cookie.
#[derive(Serialize, Deserialize, Hash)]
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) value: String,
    /// With its leading dot, if it has one: that makes it count for subdomains.
    pub(super) domain: String,
    pub(super) path: String,
    pub(super) http_only: bool,
    pub(super) secure: bool,
    pub(super) same_site: SameSite,
}

/// Whether it goes along with requests from other sites.
#[derive(Serialize, Deserialize, Clone, Copy, Hash)]
#[serde(rename_all = "lowercase")]
pub(super) enum SameSite {
    None,
    Lax,
    Strict,
}
