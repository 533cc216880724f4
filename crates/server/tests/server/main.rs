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
mod qr;
mod qr_attacks;
mod second_factor;
mod second_step;
mod selection;
mod session;
mod setup;
mod sign_in;
mod staff;
#[cfg(unix)]
mod stop;
mod visitor;
