//! The account that the user is connected to.

pub(crate) mod disconnect;
pub(crate) mod show;
