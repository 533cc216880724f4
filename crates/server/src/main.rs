//! `ninefold-server`: the Ninefold service on its own.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::{
    audit::{self, AuditCommand},
    cli::{self, ServeArgs},
    second_factor::{self, SecondFactorCommand},
};

/// The Ninefold service: CRMs for you and your colleagues, on your own machine
#[derive(Debug, Parser)]
#[command(name = "ninefold-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve CRMs over HTTP until told to stop
    Serve(ServeArgs),
    /// Look at the audit log
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Help people who have lost their second factor
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(args) => cli::run(args),
        Command::Audit(command) => audit::run(command),
        Command::SecondFactor(command) => second_factor::run(command),
    }
}
