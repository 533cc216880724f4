//! `ninefold-server`: the Ninefold service on its own.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::cli::{ServeArgs, run};

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
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(args) => run(args),
    }
}
