//! The service's contract, held over real HTTP on a real database file.

mod account_link;
mod authenticator;
mod backup;
mod closing;
mod config;
mod csrf;
mod deletion_letters;
mod description;
mod desktop;
mod devices;
mod email_change;
mod enter;
mod export;
mod factor_rules;
mod harness;
mod headers;
mod host;
#[cfg(unix)]
mod kill;
mod letters;
mod limits;
mod link;
mod name_server;
mod operation;
mod own_sessions;
mod password_reset;
mod portal;
mod process;
mod program;
mod provider;
mod qr;
mod qr_attacks;
mod rogue;
mod second_factor;
mod second_step;
mod selection;
mod session;
mod setup;
mod sign_in;
mod sign_up;
mod sso;
mod sso_accounts;
mod sso_attacks;
mod sso_domains;
mod sso_required;
mod sso_settings;
mod staff;
#[cfg(unix)]
mod stop;
mod takeover;
mod team;
#[cfg(unix)]
mod tls;
mod visitor;
