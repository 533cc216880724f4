//! Everybody in a CRM.

pub(super) mod delete;
pub(super) mod list;
pub(super) mod patch;
pub(super) mod reset_second_factor;
pub(super) mod revoke_sessions;
