//! Everybody in a CRM.

pub(super) mod list;
pub(super) mod patch;
