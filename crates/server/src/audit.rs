//! `ninefold-server audit verify`: whether somebody changed the audit log.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use crm::{AuditCheck, Database};

use crate::{config::PlaceArgs, error::ServeError, operator, running::Location};

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
    let told = verify(args).and_then(|check| {
        tell(&check).map_err(ServeError::Run)?;
        Ok(check.breaks.is_empty())
    });
    match told {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let mut out = io::stderr().lock();
            // Nobody may be there any more to read it.
            writeln!(out, "ninefold-server: {error} ({})", error.code()).ok();
            ExitCode::from(2)
        }
    }
}

fn verify(args: VerifyArgs) -> Result<AuditCheck, ServeError> {
    operator::block(async {
        let db = match args.place.location()? {
            Location::File(path) => Database::read_file(&path).await?,
            Location::Postgres(url) => Database::read_postgres(&url).await?,
        };
        let check = crm::verify_audit(db.read()).await?;
        db.close().await?;
        Ok(check)
    })
}

fn tell(check: &AuditCheck) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for found in &check.breaks {
        let (chain, seq) = (&found.chain, found.seq);
        writeln!(
            out,
            "{chain}: entry {seq} was changed, or the one before it is missing"
        )?;
    }
    let broken = check.breaks.len();
    writeln!(
        out,
        "{} entries checked, {broken} broken chains",
        check.entries
    )
}
