//! Keeps the account registry on disk, through crashes, full disks and damage.
//!
//! ```text
//! <data>/registry/<n>.json         the registry; the highest n is the newest, five are kept
//! <data>/accounts/<id>/account.json  what the account is, for the day the registry is lost
//! <data>/accounts/<id>/web/          the webview's own files
//! <data>/runs.json                 the last runs, to notice crashes at start
//! <data>/lock                      held while a program uses the folder
//! ```
//!
//! Each JSON file is an envelope with schema version and checksum, written beside its place, synced
//! and renamed. A file that can't be read is set aside and reported, and only the deletion of an account that it
//! may tell of removes it.
//! [`Store::open`] is the way in; [`Writer`] owns the store in a running program.

mod copies;
mod disk;
mod envelope;
mod error;
mod folders;
mod generations;
mod migrate;
mod open;
mod repair;
mod runs;
mod save;
mod writer;

pub use disk::{Disk, Lock, SystemDisk, atomic_write};
pub use error::{ReadOnly, StoreError};
pub use folders::Folders;
pub use generations::GENERATIONS;
pub use migrate::SCHEMA;
pub use open::{Opened, Store};
pub use repair::Repair;
pub use runs::{RUNS_KEPT, RunLog};
pub use save::Saved;
pub use writer::{Removed, Report, Writer, Written};
