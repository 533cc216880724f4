//! Requests that the service makes by itself to servers that people name: none of them reaches what only the
//! service's own network can reach, unless the operator allows it.
//!
//! The entry point is [`Client`]; [`TxtResolver`] looks up what owners of domains say. It resolves names itself and connects to the very addresses that it has
//! checked, follows no redirect, uses no proxy, and waits and reads only so long.

mod client;
mod error;
mod guard;
mod txt;

pub use client::{Answer, BasicAuth, Client};
pub use error::Error;
pub use guard::Guard;
pub use txt::TxtResolver;
