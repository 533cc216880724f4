//! What the user is called.

pub(crate) mod patch;
pub(crate) mod show;
