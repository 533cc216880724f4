//! Finds out what two browser sessions on this machine see of each other.
//!
//! A visitor opens a page that first looks for marks in every kind of storage, then leaves its own, and
//! reports. A visitor who finds somebody else's mark is not kept apart; one who comes twice must find its
//! own, else the kind was not tested at all.
//!
//! [`Server`] is the way in: it serves the page on a loopback port, to whoever knows its secret path, until
//! it's dropped. Visitor A opens the page, then B, then A again; then [`Server::verdict`] says what is
//! apart. Who has a server already takes [`Book`], [`router`] and [`PROBE`] alone.

mod book;
mod error;
mod findings;
mod server;
mod traps;
mod verdict;

pub use book::Book;
pub use error::IsolationError;
pub use findings::{Finding, FindingState, Findings};
pub use server::Server;
pub use traps::{HTTP_COOKIE, PROBE, router, set_http_cookie};
pub use verdict::{ESSENTIAL, Kind, Outcome, Verdict};
