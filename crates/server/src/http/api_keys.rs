//! Keys of programs that call for a CRM.

pub(super) mod create;
pub(super) mod list;
pub(super) mod revoke;
