//! `ninefold-server operator check-ledger`: whether every balance is the sum of its entries.

use std::process::ExitCode;

use clap::Args;
use crm::LedgerCheck;

use crate::{config::PlaceArgs, operator};

/// Where the balances are.
#[derive(Debug, Args)]
pub struct CheckLedgerArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: all are right; 1: some aren't; 2: they can't be read.
pub(super) fn run(args: CheckLedgerArgs) -> ExitCode {
    let found = args.place.location().and_then(|location| {
        operator::read(location, async |db| crm::check_ledger(db.read()).await)
    });
    operator::checked(found.map(|check| (text(&check), check.mismatches.is_empty())))
}

fn text(check: &LedgerCheck) -> String {
    let mut lines: Vec<String> = check
        .mismatches
        .iter()
        .map(|found| {
            format!(
                "{}: the balance is {}, the sum of its entries {}",
                found.wallet_id, found.balance_minor, found.sum_minor
            )
        })
        .collect();
    let wrong = check.mismatches.len();
    lines.push(format!("{} balances checked, {wrong} wrong", check.wallets));
    lines.join("\n")
}
