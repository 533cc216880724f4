//! Setting a new password by a link.

pub(super) mod complete;
pub(super) mod create;
