//! The service's contract, held over real HTTP on a real database file.

mod authenticator;
mod config;
mod csrf;
mod desktop;
mod devices;
mod enter;
mod factor_rules;
mod harness;
mod headers;
mod host;
mod letters;
mod link;
mod operation;
mod own_sessions;
mod password_reset;
mod portal;
mod process;
mod program;
mod provider;
mod rogue;
mod second_factor;
mod second_step;
mod selection;
mod session;
mod setup;
mod sign_in;
mod sso;
mod sso_accounts;
mod sso_attacks;
mod sso_settings;
mod staff;
#[cfg(unix)]
mod stop;
mod team;
mod visitor;
