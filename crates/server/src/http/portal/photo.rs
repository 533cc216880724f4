//! The photo of the holder of the account.

pub(crate) mod change;
pub(crate) mod remove;
pub(crate) mod show;
