//! `ninefold-server operator payouts`, `pay-out` and `reject-payout`: rewards that are to be paid out.

use std::{fmt::Write as _, process::ExitCode};

use clap::Args;
use crm::referral::Decision;

use super::{told, work};
use crate::{config::PlaceArgs, error::ServeError};

/// Where the payouts are.
#[derive(Debug, Args)]
pub struct PayoutsArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Which payout, and what became of it.
#[derive(Debug, Args)]
pub struct DecisionArgs {
    /// The id that `operator payouts` shows
    #[arg(value_name = "ID")]
    id: String,

    /// The number of the transfer or, for a payout that is rejected, the reason; its holder reads it
    #[arg(long, value_name = "TEXT")]
    reference: String,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: listed; 2: they can't be read.
pub(super) fn list(args: PayoutsArgs) -> ExitCode {
    told(listed(args))
}

fn listed(args: PayoutsArgs) -> Result<String, ServeError> {
    let open = work(args.place.location()?, async |db, _, _| {
        crm::referral::open_payouts(db.read(), None, u64::MAX).await
    })?;
    let mut text = String::new();
    for payout in &open {
        // Writing to a string can't fail.
        let _ = writeln!(
            text,
            "{} {} for {}, asked for {}",
            payout.id, payout.amount, payout.email, payout.at
        );
    }
    let _ = write!(text, "{} payouts wait", open.len());
    Ok(text)
}

/// Exit code 0: it is noted; 2: there is no such payout, or it was decided before.
pub(super) fn decide(args: DecisionArgs, decision: Decision) -> ExitCode {
    let (id, reference) = (args.id, args.reference);
    let decided = args.place.location().and_then(|place| {
        work(place, async |db, trace, now| {
            crm::referral::decide_payout(db, None, &id, decision, &reference, trace, now).await
        })
    });
    let what = match decision {
        Decision::Paid => "paid",
        Decision::Rejected => "rejected; the money is in the wallet again",
    };
    told(decided.map(|()| format!("{id}: {what}")))
}
