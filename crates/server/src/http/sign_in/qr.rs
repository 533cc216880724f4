//! The side of the browser that waits to be let in by a QR code.

pub(crate) mod create;
pub(crate) mod exchange;
pub(crate) mod progress;
