//! The account's second factor.

pub(crate) mod confirm;
pub(crate) mod disable;
pub(crate) mod enrol;
pub(crate) mod recovery_codes;
pub(crate) mod show;
