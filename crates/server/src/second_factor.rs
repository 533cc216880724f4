//! `ninefold-server second-factor reset`: for people who have lost their app and their recovery codes, and
//! for an operator who has lost the server's key.

use std::{
    io::{self, Write as _},
    net::{IpAddr, Ipv6Addr},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use crm::{Database, RequestTrace, Token};
use domain::{Clock as _, SystemClock};

use crate::{config::PlaceArgs, error::ServeError, running::Location};

/// Helps people who have lost their second factor.
#[derive(Debug, Subcommand)]
pub enum SecondFactorCommand {
    /// Take a second factor away and end its owner's sessions; the server may be running
    Reset(ResetArgs),
}

/// Whose factor, and where it is.
#[derive(Debug, Args)]
pub struct ResetArgs {
    /// The address of the account; users of a CRM ask its administrators
    #[arg(value_name = "EMAIL", required_unless_present = "all")]
    email: Option<String>,

    /// Every factor of every account and user, when the key that seals them is lost
    #[arg(long, conflicts_with = "email")]
    all: bool,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the command. Exit code 0: done; 1: there is no such account, or it has no factor; 2: it failed.
#[must_use]
pub fn run(command: SecondFactorCommand) -> ExitCode {
    let SecondFactorCommand::Reset(args) = command;
    let told = reset(args).and_then(|gone| {
        let mut out = io::stdout().lock();
        writeln!(out, "{gone} second factors are gone").map_err(ServeError::Run)
    });
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut out = io::stderr().lock();
            // Nobody may be there any more to read it.
            if matches!(error, ServeError::Crm(crm::Error::NotFound)) {
                writeln!(
                    out,
                    "ninefold-server: no account with this address has a factor"
                )
                .ok();
                return ExitCode::FAILURE;
            }
            writeln!(out, "ninefold-server: {error} ({})", error.code()).ok();
            ExitCode::from(2)
        }
    }
}

fn reset(args: ResetArgs) -> Result<usize, ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Run)?;
    runtime.block_on(async {
        let location = args.place.location()?;
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
        let now = SystemClock.now();
        let gone = match &args.email {
            Some(email) => {
                crm::reset_account_factor(&db, email, &trace, now).await?;
                1
            }
            None => crm::reset_every_factor(&db, &trace, now).await?,
        };
        db.close().await?;
        Ok(gone)
    })
}
