//! The desktop shell: the only crate that knows Tauri. It carries out what the rules in `crates/` decide.

mod account;
mod actions;
mod app;
mod cli;
mod commands;
mod control;
mod isolation;
mod keys;
mod language;
mod lifecycle;
mod log;
mod pages;
mod platform;
mod service;
mod shell;
mod windows;
mod words;

use std::process::ExitCode;

use crate::platform::environment::{Environment, Native};

/// Runs the program: the command line decides what of it.
#[must_use]
pub fn main() -> ExitCode {
    Native::prepare();
    cli::run()
}
