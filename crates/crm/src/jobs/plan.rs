//! Work that comes back by the clock.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{PaginatorTrait as _, entity::prelude::*};

use super::{NewJob, Work, enqueue};
use crate::{
    database::{Database, Exclusive},
    entity::job,
    error::Error,
    instant::millis,
};

const HOUR: Duration = Duration::from_hours(1);
const TEN_MINUTES: Duration = Duration::from_mins(10);
const DAY: Duration = Duration::from_hours(24);

/// What comes back, its name, and how often.
const RECURRING: [(Work, &str, Duration); 6] = [
    (Work::TellOfDeletions, "tell_of_deletions", HOUR),
    (Work::PurgeCrms, "purge_crms", HOUR),
    (Work::Sweep, "sweep", HOUR),
    (Work::BillCrms, "bill_crms", TEN_MINUTES),
    (Work::CheckLedger, "check_ledger", DAY),
    (Work::ReleaseRewards, "release_rewards", HOUR),
];

/// Writes down what is due by the clock, however many processes ask. What was due while no server ran
/// is done once.
///
/// # Errors
/// [`Error::Database`].
pub async fn plan(db: &Database, now: Timestamp) -> Result<(), Error> {
    let mut missing = Vec::new();
    for (work, name, every) in &RECURRING {
        let slot = now.as_millisecond().div_euclid(millis(*every));
        let key = format!("{name}:{slot}");
        if !is_planned(db.read(), &key).await? {
            missing.push((work.clone(), key));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let tx = db.write().await?;
    Exclusive::Jobs.hold(&tx).await?;
    for (work, key) in missing {
        // Another process may have planned it, and even have done it, meanwhile.
        if !is_planned(&tx, &key).await? {
            let new = NewJob {
                work,
                crm_id: None,
                run_at: now,
                dedupe_key: Some(key),
            };
            enqueue(&tx, new, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Whether the work of a span of time was written down, whatever became of it.
async fn is_planned<C: sea_orm::ConnectionTrait>(db: &C, key: &str) -> Result<bool, Error> {
    let planned = job::Entity::find()
        .filter(job::COLUMN.dedupe_key.eq(key))
        .count(db)
        .await?;
    Ok(planned > 0)
}
