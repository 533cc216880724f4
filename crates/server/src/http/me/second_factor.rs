//! The second factor of a user of a CRM.

pub(crate) mod confirm;
pub(crate) mod disable;
pub(crate) mod enrol;
pub(crate) mod recovery_codes;
pub(crate) mod show;
