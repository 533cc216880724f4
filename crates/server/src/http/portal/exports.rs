//! Exports of a CRM that waits for its deletion, for its owner.

pub(crate) mod create;
pub(crate) mod file;
pub(crate) mod list;
