//! Signing in.

pub(super) mod create;
pub(super) mod resolve;
