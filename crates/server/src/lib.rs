//! The Ninefold service over HTTP: routes, extractors, workers, configuration and the embedded
//! web interface. Rules and data are `crm`'s.
//!
//! [`start`] gives a server that runs until it is told to stop; [`cli`], [`config`], [`audit`],
//! [`backup`], [`export`], [`migrate_database`], [`link`], [`second_factor`] and [`operator`] are what programs
//! call.

mod assets;
pub mod audit;
pub mod backup;
mod base_url;
mod calls;
pub mod cli;
pub mod config;
mod data_dir;
mod error;
pub mod export;
mod exports;
mod files;
mod http;
pub mod link;
mod live;
mod metrics;
pub mod migrate_database;
mod new_file;
pub mod operator;
mod options;
mod photos;
mod postman;
mod redirect;
mod running;
pub mod second_factor;
mod serving;
mod sso;
mod state;
mod tls;
mod webhook;
mod worker;

pub use error::ServeError;
pub use options::{Mode, ServeOptions, SignUpPolicy, SsoOptions, TlsOptions};
pub use running::{Ready, Running, serve, serve_embedded, start};
pub use tls::TlsError;
