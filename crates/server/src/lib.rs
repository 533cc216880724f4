//! The Ninefold service over HTTP: routes, extractors, workers, configuration and the embedded
//! web interface. Rules and data are `crm`'s.
//!
//! [`start`] gives a server that runs until it is told to stop; [`cli`], [`config`], [`audit`],
//! [`backup`], [`migrate_database`], [`link`], [`second_factor`] and [`operator`] are what programs call.

mod assets;
pub mod audit;
pub mod backup;
mod base_url;
mod calls;
pub mod cli;
pub mod config;
mod data_dir;
mod error;
mod http;
pub mod link;
mod metrics;
pub mod migrate_database;
pub mod operator;
mod options;
mod postman;
mod running;
pub mod second_factor;
mod sso;
mod state;
mod worker;

pub use error::ServeError;
pub use options::{Mode, ServeOptions, SignUpPolicy, SsoOptions};
pub use running::{Ready, Running, serve, serve_embedded, start};
