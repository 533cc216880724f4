//! Asking people into a CRM.

pub(super) mod create;
pub(super) mod list;
pub(super) mod resend;
pub(super) mod revoke;
