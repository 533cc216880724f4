//! `ninefold-server operator hand-over`: a CRM gets another owner.

use std::process::ExitCode;

use clap::Args;

use super::{told, work};
use crate::{config::PlaceArgs, error::ServeError};

/// Which CRM, and to whom.
#[derive(Debug, Args)]
pub struct HandOverArgs {
    /// The CRM, by the last part of its address
    #[arg(long, value_name = "SLUG")]
    crm: String,

    /// Who owns it from then on: the e-mail address or username of somebody in it. It belongs to the account that they
    /// are connected with, or to a new one when they have none
    #[arg(long, value_name = "LOGIN")]
    to: String,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: it is theirs; 2: it isn't.
pub(super) fn run(args: HandOverArgs) -> ExitCode {
    told(hand_over(args))
}

fn hand_over(args: HandOverArgs) -> Result<String, ServeError> {
    let (crm, to) = (args.crm, args.to);
    let done = work(args.place.location()?, async |db, trace, now| {
        crm::staff::hand_over(db, &crm, &to, trace, now).await
    })?;
    let how = if done.is_new {
        ", a new account whose holder sets a password by the link of a letter"
    } else {
        ""
    };
    Ok(format!("{} belongs to {}{how}", done.crm, done.email))
}
