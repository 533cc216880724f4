//! The contract between the shell and its own pages: commands, the one event, and what they carry.
//!
//! The list in [`COMMANDS`] is the one source: the shell's build script, its handler table, its
//! capability files and the TypeScript client are made from it or held against it.
//! Accounts' pages are no party to this contract.

mod commands;
mod error;
mod requests;
mod snapshot;
pub mod typescript;

pub use commands::{COMMANDS, Command, Surface};
pub use error::{ErrorCode, IpcError};
pub use requests::*;
pub use snapshot::*;
