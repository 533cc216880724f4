//! Where a user of a CRM is signed in.

pub(crate) mod list;
pub(crate) mod rename;
pub(crate) mod revoke;
pub(crate) mod revoke_all;
pub(crate) mod revoke_others;
