//! `ninefold-server operator check-ledger`: whether every balance is the sum of its entries.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Args;
use crm::{Database, LedgerCheck};

use super::block;
use crate::{config::PlaceArgs, error::ServeError, running::Location};

/// Where the balances are.
#[derive(Debug, Args)]
pub struct CheckLedgerArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: all are right; 1: some aren't; 2: they can't be read.
pub(super) fn run(args: CheckLedgerArgs) -> ExitCode {
    let checked = check(args).and_then(|check| {
        tell(&check).map_err(ServeError::Run)?;
        Ok(check.mismatches.is_empty())
    });
    match checked {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => super::told(Err(error)),
    }
}

fn check(args: CheckLedgerArgs) -> Result<LedgerCheck, ServeError> {
    block(async {
        let db = match args.place.location()? {
            Location::File(path) => Database::read_file(&path).await?,
            Location::Postgres(url) => Database::read_postgres(&url).await?,
        };
        let check = crm::check_ledger(db.read()).await?;
        db.close().await?;
        Ok(check)
    })
}

fn tell(check: &LedgerCheck) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for found in &check.mismatches {
        writeln!(
            out,
            "{}: the balance is {}, the sum of its entries {}",
            found.wallet_id, found.balance_minor, found.sum_minor
        )?;
    }
    let wrong = check.mismatches.len();
    writeln!(out, "{} balances checked, {wrong} wrong", check.wallets)
}
