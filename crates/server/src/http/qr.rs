//! A user of a CRM lets another screen in by its QR code.

pub(crate) mod approve;
pub(crate) mod deny;
pub(crate) mod look_up;
pub(crate) mod show;
