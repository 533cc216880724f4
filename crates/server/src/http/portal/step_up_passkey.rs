//! Proving who one is again by a passkey.

pub(crate) mod finish;
pub(crate) mod start;
