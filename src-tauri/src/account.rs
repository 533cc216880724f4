//! An account beside its pages: how it comes, what it keeps, how it signs out.

pub(crate) mod adding;
pub(crate) mod device;
pub(crate) mod documents;
pub(crate) mod entering;
pub(crate) mod picture;
pub(crate) mod probe;
pub(crate) mod session;
pub(crate) mod sign_out;
pub(crate) mod vault;
