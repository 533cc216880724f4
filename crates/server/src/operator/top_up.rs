//! `ninefold-server operator top-up`: money that the operator has received.

use std::process::ExitCode;

use clap::Args;
use crm::{Money, Payee, Poster, TopUp};

use super::{told, work};
use crate::{config::PlaceArgs, error::ServeError};

/// Whose money it is, and how much.
#[derive(Debug, Args)]
pub struct TopUpArgs {
    /// The CRM whose balance grows, by the last part of its address
    #[arg(long, value_name = "SLUG", required_unless_present = "account")]
    crm: Option<String>,

    /// The account whose wallet grows, by its e-mail address
    #[arg(long, value_name = "EMAIL", conflicts_with = "crm")]
    account: Option<String>,

    /// How much, in cents
    #[arg(long, value_name = "CENTS")]
    amount: i64,

    /// The currency, as a check
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    currency: String,

    /// The number of the invoice or the payment: it is posted once for this CRM or account
    #[arg(long, value_name = "TEXT")]
    reference: String,

    /// Words for whoever reads the history
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: it is in the books; 2: it isn't.
pub(super) fn run(args: TopUpArgs) -> ExitCode {
    told(post(args))
}

fn post(args: TopUpArgs) -> Result<String, ServeError> {
    let amount = Money {
        minor: args.amount,
        currency: args.currency,
    };
    let (crm, account) = (args.crm, args.account.unwrap_or_default());
    let told = TopUp {
        payee: crm.as_deref().map_or(Payee::Account(&account), Payee::Crm),
        amount: &amount,
        reference: &args.reference,
        note: &args.note,
    };
    let posted = work(args.place.location()?, async |db, trace, now| {
        crm::top_up(db, Poster::CommandLine, told, trace, now).await
    })?;
    let what = if posted.is_new {
        "posted"
    } else {
        "was posted before"
    };
    Ok(format!(
        "{}: {what}; balance {}",
        posted.entry_id, posted.balance
    ))
}
