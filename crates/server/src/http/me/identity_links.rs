//! Providers of single sign-on that recognise the user.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod remove;
