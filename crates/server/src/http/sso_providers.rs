//! Providers of single sign-on of a CRM.

pub(super) mod change;
pub(super) mod create;
pub(super) mod list;
pub(super) mod prove;
pub(super) mod remove;
pub(super) mod try_out;
