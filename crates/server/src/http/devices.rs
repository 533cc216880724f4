//! The desktop client at a session.

pub(crate) mod create;
mod registrant;
pub(crate) mod revoke;
pub(crate) mod show;
