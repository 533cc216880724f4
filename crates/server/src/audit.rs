//! `ninefold-server audit verify`: whether somebody changed the audit log.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use crm::AuditCheck;

use crate::{config::PlaceArgs, operator};

/// Looks at the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check every chain, entry by entry; the server may be running
    Verify(VerifyArgs),
}

/// Where the log is.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the command. Exit code 0: all chains are whole; 1: some aren't; 2: they can't be read.
#[must_use]
pub fn run(command: AuditCommand) -> ExitCode {
    let AuditCommand::Verify(args) = command;
    let found = args.place.location().and_then(|location| {
        operator::read(location, async |db| crm::verify_audit(db.read()).await)
    });
    operator::checked(found.map(|check| (text(&check), check.breaks.is_empty())))
}

fn text(check: &AuditCheck) -> String {
    let mut lines: Vec<String> = check
        .breaks
        .iter()
        .map(|found| {
            let (chain, seq) = (&found.chain, found.seq);
            format!("{chain}: entry {seq} was changed, or the one before it is missing")
        })
        .collect();
    let broken = check.breaks.len();
    lines.push(format!(
        "{} entries checked, {broken} broken chains",
        check.entries
    ));
    lines.join("\n")
}
