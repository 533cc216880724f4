//! A passkey in place of a code.

pub(crate) mod finish;
pub(crate) mod start;
