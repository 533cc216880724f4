//! `ninefold-server`: the Ninefold service on its own.

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use server::{
    audit::{self, AuditCommand},
    backup::{self, BackupArgs, RestoreArgs},
    cli::{self, ServeArgs},
    config::{self, ConfigCommand},
    export::{self, ExportArgs},
    link::{self, LinkCommand},
    migrate_database::{self, MigrateDatabaseArgs},
    operator::{self, OperatorCommand},
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
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at the audit log
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Write a copy of the SQLite database; the server may be running
    Backup(BackupArgs),
    /// Put a copy back where the database was
    Restore(RestoreArgs),
    /// Write everything of one CRM into a ZIP file; the server may be running
    Export(ExportArgs),
    /// Copy everything from the SQLite file into an empty PostgreSQL database; no server may be running
    MigrateDatabase(MigrateDatabaseArgs),
    /// Print a link that would be sent by mail, where no mail is sent
    #[command(subcommand)]
    Link(LinkCommand),
    /// Help people who have lost their second factor
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
    /// Post money, check balances, and look at work that failed
    #[command(subcommand)]
    Operator(OperatorCommand),
}

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.command {
        Command::Serve(args) => cli::run(args),
        Command::Config(command) => config::run(command, innermost(&matches)),
        Command::Audit(command) => audit::run(command),
        Command::Backup(args) => backup::back_up(args),
        Command::Restore(args) => backup::restore(args),
        Command::Export(args) => export::run(args),
        Command::MigrateDatabase(args) => migrate_database::run(args),
        Command::Link(command) => link::run(command),
        Command::SecondFactor(command) => second_factor::run(command),
        Command::Operator(command) => operator::run(command),
    }
}

/// What was said to the command itself.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    let mut at = matches;
    while let Some((_, inner)) = at.subcommand() {
        at = inner;
    }
    at
}
