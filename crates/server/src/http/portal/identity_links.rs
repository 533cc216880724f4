//! Providers of single sign-on that recognise the account.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod remove;
