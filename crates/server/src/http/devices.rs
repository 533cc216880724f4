//! The desktop client at a session.

pub(crate) mod create;
pub(crate) mod revoke;
pub(crate) mod show;
