//! Set-up.

pub(super) mod create;
