//! The desktop shell: the only crate that knows Tauri. It carries out what the rules in `crates/` decide.

mod accounts_add;
mod actions;
mod app;
mod asks;
mod cli;
mod closing;
mod commands;
mod control;
mod documents;
mod downloads;
mod entering;
mod isolation;
mod keys;
mod labels;
mod language;
mod lifecycle;
mod limits;
mod log;
mod notices;
mod notifications;
mod pages;
mod picture;
mod platform;
mod popups;
mod probe;
mod publisher;
mod service;
mod session;
mod settings_window;
mod shell;
mod sign_out;
mod snapshot;
mod stage;
mod strips;
mod vault;
mod words;

use std::process::ExitCode;

use crate::platform::environment::{Environment, Native};

/// Runs the program: the command line decides what of it.
#[must_use]
pub fn main() -> ExitCode {
    Native::prepare();
    cli::run()
}
