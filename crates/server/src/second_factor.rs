//! `ninefold-server second-factor reset`: for people who have lost their app and their recovery codes, and
//! for an operator who has lost the server's key.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use crate::{config::PlaceArgs, error::ServeError, operator};

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
    let email = args.email;
    operator::work(args.place.location()?, async |db, trace, now| match email {
        Some(email) => {
            crm::reset_account_factor(db, &email, trace, now).await?;
            Ok(1)
        }
        None => crm::reset_every_factor(db, trace, now).await,
    })
}
