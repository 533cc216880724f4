//! What whoever runs the server does on its database, by the command line, beside the running server.

mod check_ledger;
mod hand_over;
mod jobs;
mod payouts;
mod refund;
mod top_up;

use std::{
    io::{self, Write as _},
    net::{IpAddr, Ipv6Addr},
    process::ExitCode,
};

use clap::Subcommand;
use crm::{Database, RequestTrace, Token, referral::Decision};
use domain::{Clock as _, SystemClock};
use jiff::Timestamp;

use crate::{
    error::{ServeError, chain},
    running::Location,
};

/// Money, owners of CRMs, and work that failed.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Add money that was received to the balance of a CRM or an account; the server may be running
    TopUp(top_up::TopUpArgs),
    /// Give a charge back to the CRM that it was taken from; the server may be running
    Refund(refund::RefundArgs),
    /// List payouts that are asked for; the server may be running
    Payouts(payouts::PayoutsArgs),
    /// Note that a payout was sent; the server may be running
    PayOut(payouts::DecisionArgs),
    /// Put the money of a payout back into the wallet; the server may be running
    RejectPayout(payouts::DecisionArgs),
    /// Let somebody else in a CRM own it; the server may be running
    HandOver(hand_over::HandOverArgs),
    /// Compare every balance with its entries; the server may be running
    CheckLedger(check_ledger::CheckLedgerArgs),
    /// List work that failed too often; the server may be running
    Jobs(jobs::JobsArgs),
    /// Set work going again that failed too often; the server may be running
    RunAgain(jobs::RunAgainArgs),
}

/// Runs the command. Exit code 0: done; 1: balances are wrong; 2: it failed.
#[must_use]
pub fn run(command: OperatorCommand) -> ExitCode {
    match command {
        OperatorCommand::TopUp(args) => top_up::run(args),
        OperatorCommand::Refund(args) => refund::run(args),
        OperatorCommand::Payouts(args) => payouts::list(args),
        OperatorCommand::PayOut(args) => payouts::decide(args, Decision::Paid),
        OperatorCommand::RejectPayout(args) => payouts::decide(args, Decision::Rejected),
        OperatorCommand::HandOver(args) => hand_over::run(args),
        OperatorCommand::CheckLedger(args) => check_ledger::run(args),
        OperatorCommand::Jobs(args) => jobs::list(args),
        OperatorCommand::RunAgain(args) => jobs::run_again(args),
    }
}

/// Opens the database, does the work and closes it. Blocks.
pub(crate) fn work<T>(
    location: Location,
    work: impl AsyncFnOnce(&Database, &RequestTrace<'_>, Timestamp) -> Result<T, crm::Error>,
) -> Result<T, ServeError> {
    block(async {
        if let Location::File(path) = &location {
            // Opening it to write would make one where there is none.
            Database::read_file(path).await?.close().await?;
        }
        let db = location.open().await?;
        let nobodys = Token::new();
        let trace = RequestTrace {
            ip: IpAddr::V6(Ipv6Addr::LOCALHOST),
            device: &nobodys,
            agent: "",
            request_id: "command-line",
        };
        let done = work(&db, &trace, SystemClock.now()).await;
        db.close().await?;
        Ok(done?)
    })
}

/// Opens the database to read it alone, and reads. Blocks.
pub(crate) fn read<T>(
    location: Location,
    read: impl AsyncFnOnce(&Database) -> Result<T, crm::Error>,
) -> Result<T, ServeError> {
    block(async {
        let db = match location {
            Location::File(path) => Database::read_file(&path).await?,
            Location::Postgres(url) => Database::read_postgres(&url).await?,
        };
        let found = read(&db).await;
        db.close().await?;
        Ok(found?)
    })
}

/// Does the work on this thread.
pub(crate) fn block<T>(work: impl Future<Output = Result<T, ServeError>>) -> Result<T, ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Run)?;
    runtime.block_on(work)
}

/// Says what a check found, and whether all is well. Exit code 0: it is; 1: it isn't; 2: nobody could look.
pub(crate) fn checked(found: Result<(String, bool), ServeError>) -> ExitCode {
    match found {
        Ok((text, true)) => told(Ok(text)),
        Ok((text, false)) => {
            told(Ok(text));
            ExitCode::FAILURE
        }
        Err(error) => told(Err(error)),
    }
}

/// Says what was done, or why not. Exit code 0: done; 2: it failed.
pub(crate) fn told(done: Result<String, ServeError>) -> ExitCode {
    // Nobody may be there any more to read either.
    match done {
        Ok(text) => {
            writeln!(io::stdout().lock(), "{text}").ok();
            ExitCode::SUCCESS
        }
        Err(error) => {
            let whole = chain(&error);
            let mut out = io::stderr().lock();
            writeln!(out, "ninefold-server: {whole} ({})", error.code()).ok();
            ExitCode::from(2)
        }
    }
}
