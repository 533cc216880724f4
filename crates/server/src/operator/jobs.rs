//! `ninefold-server operator jobs` and `run-again`: work that failed too often.

use std::{fmt::Write as _, process::ExitCode};

use clap::Args;

use super::{told, work};
use crate::{config::PlaceArgs, error::ServeError};

/// Where the work is.
#[derive(Debug, Args)]
pub struct JobsArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Which work.
#[derive(Debug, Args)]
pub struct RunAgainArgs {
    /// The id that `operator jobs` shows
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    place: PlaceArgs,
}

/// Exit code 0: listed; 2: they can't be read.
pub(super) fn list(args: JobsArgs) -> ExitCode {
    told(listed(args))
}

fn listed(args: JobsArgs) -> Result<String, ServeError> {
    let dead = work(args.place.location()?, async |db, _, _| {
        crm::jobs::dead_jobs(db.read()).await
    })?;
    let mut text = String::new();
    for job in &dead {
        // Writing to a string can't fail.
        let _ = writeln!(
            text,
            "{} {} after {} attempts, {}: {}",
            job.id, job.kind, job.attempts, job.ended_at, job.last_error
        );
    }
    let _ = write!(text, "{} jobs are tried no more", dead.len());
    Ok(text)
}

/// Exit code 0: it waits for its turn; 2: there is no such job, or it can't be changed.
pub(super) fn run_again(args: RunAgainArgs) -> ExitCode {
    let id = args.id;
    let again = args.place.location().and_then(|place| {
        work(place, async |db, trace, now| {
            crm::jobs::run_again(db, None, &id, trace, now).await
        })
    });
    told(again.map(|()| format!("{id} waits for its turn")))
}
