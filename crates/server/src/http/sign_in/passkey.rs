//! Signing in by a passkey.

pub(crate) mod finish;
pub(crate) mod start;
