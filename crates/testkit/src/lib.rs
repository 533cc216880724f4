//! Servers to test against. A dev-dependency only: nothing here is ever shipped.
//!
//! The entry point is [`FakeCrm`]: a small CRM of a website, deterministic, with pages for
//! everything a client has to get right. It runs in the test's own process on loopback ports and
//! is gone when the value is dropped. The program `fake-crm` is the same server for trying things
//! by hand.

mod crm;
mod database;
mod error;

pub use crm::control::{Expiry, LoginStyle};
pub use crm::log::{Entry, Event, Log, Who};
pub use crm::people::Person;
pub use crm::{FakeCrm, Options, Stopped};
pub use database::postgres_database;
pub use error::TestkitError;
pub use isolation::{Finding, FindingState, Findings as Isolation};
