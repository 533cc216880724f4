//! The connection of a user with an account: what the link of a letter does.

pub(crate) mod undo;
