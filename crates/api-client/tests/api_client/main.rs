//! The client against real servers on this computer.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod device;
mod outcomes;
mod secure;
mod server;
mod service;
