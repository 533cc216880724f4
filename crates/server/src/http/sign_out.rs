//! The end of a session.

pub(super) mod create;
