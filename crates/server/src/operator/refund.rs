//! `ninefold-server operator refund`: a charge that is given back.

use std::process::ExitCode;

use clap::Args;
use crm::Charged;

use super::{told, work};
use crate::{config::PlaceArgs, error::ServeError};

/// Which charge.
#[derive(Debug, Args)]
pub struct RefundArgs {
    /// The CRM that was charged, by the last part of its address
    #[arg(long, value_name = "SLUG")]
    crm: String,

    /// The day on which the period begins that was paid for, in the CRM's own calendar
    #[arg(long, value_name = "YYYY-MM-DD")]
    period: String,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: it is given back; 2: it isn't.
pub(super) fn run(args: RefundArgs) -> ExitCode {
    told(refund(args))
}

fn refund(args: RefundArgs) -> Result<String, ServeError> {
    let posted = work(args.place.location()?, async |db, trace, now| {
        let charge = Charged::Period {
            slug: &args.crm,
            first_day: &args.period,
        };
        crm::refund(db, None, charge, trace, now).await
    })?;
    let what = if posted.is_new {
        "given back"
    } else {
        "was given back before"
    };
    Ok(format!(
        "{}: {what}; balance {}",
        posted.entry_id, posted.balance
    ))
}
