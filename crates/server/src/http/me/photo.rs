//! The photo of the user.

pub(crate) mod change;
pub(crate) mod remove;
