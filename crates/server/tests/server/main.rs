//! The service's contract, held over real HTTP on a real database file.

mod csrf;
mod desktop;
mod enter;
mod harness;
mod headers;
mod host;
mod process;
mod program;
mod session;
mod setup;
mod sign_in;
