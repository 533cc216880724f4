//! Signing in.

pub(super) mod change_user;
pub(super) mod create;
pub(super) mod open;
pub(super) mod resolve;
pub(super) mod selection;
