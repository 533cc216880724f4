//! Claiming a job, keeping it, and saying what came of it.

use std::{cmp::min, time::Duration};

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

use super::{KINDS, Queue, Work};
use crate::{
    database::{Database, Exclusive},
    entity::job::{self, JobState},
    error::Error,
    id::new_id,
    instant::after,
};

/// How long a claim holds unless it is renewed.
const LEASE: Duration = Duration::from_mins(1);

/// How often a worker renews its claim.
pub const RENEWAL: Duration = Duration::from_secs(20);

/// Jobs of one CRM that are under way at once: the others' get their turn, too.
const MOST_OF_ONE_CRM: u32 = 4;

/// The wait after the first failure; each further one doubles it, up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// A job that nobody else has while its claim is renewed.
#[derive(Debug)]
pub struct Claimed {
    /// The job.
    pub id: String,
    /// What sort of work it is, for logs.
    pub kind: String,
    /// The CRM that it is for, if it is for one.
    pub crm_id: Option<String>,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    lock: String,
    max_attempts: i32,
    payload: Json,
}

impl Claimed {
    /// What there is to do.
    ///
    /// # Errors
    /// [`Error::Document`] when another version has written what this one can't read.
    pub fn work(&self) -> Result<Work, Error> {
        Ok(serde_json::from_value(self.payload.clone())?)
    }
}

/// What becomes of a job that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is tried again later.
    Waits,
    /// It was tried often enough; only a person sets it going again.
    Dead,
}

/// Takes the job of a queue that is due first, for a minute: nobody else gets it meanwhile. Works for the
/// whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn claim(db: &Database, queue: Queue, now: Timestamp) -> Result<Option<Claimed>, Error> {
    // Idle workers don't stand in writers' way.
    if !is_any_due(db, queue, now).await? {
        return Ok(None);
    }
    let tx = db.write().await?;
    // The share of a CRM is counted and taken in one go.
    Exclusive::Jobs.hold(&tx).await?;
    bury_abandoned(&tx, queue, now).await?;
    let row = take(&tx, queue, now).await?;
    tx.commit().await?;
    Ok(row.map(|row| Claimed {
        id: row.id,
        kind: row.kind,
        crm_id: row.crm_id,
        attempt: row.attempts,
        lock: row.locked_by.unwrap_or_default(),
        max_attempts: row.max_attempts,
        payload: row.payload,
    }))
}

async fn is_any_due(db: &Database, queue: Queue, now: Timestamp) -> Result<bool, Error> {
    let at = now.as_millisecond();
    let ready = job::COLUMN
        .state
        .eq(JobState::Ready)
        .and(job::COLUMN.run_at.lte(at));
    let found = job::Entity::find()
        .filter(job::COLUMN.queue.eq(queue))
        .filter(job::COLUMN.kind.is_in(KINDS))
        .filter(ready.or(abandoned(now)))
        .one(db.read())
        .await?;
    Ok(found.is_some())
}

/// Whoever had it has not come back.
fn abandoned(now: Timestamp) -> SimpleExpr {
    job::COLUMN
        .state
        .eq(JobState::Running)
        .and(job::COLUMN.locked_until.lt(now.as_millisecond()))
}

/// A job that takes its process down with it each time is not tried for ever.
async fn bury_abandoned(
    tx: &DatabaseTransaction,
    queue: Queue,
    now: Timestamp,
) -> Result<(), Error> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Dead.to_value()))
        .col_expr(job::Column::EndedAt, Expr::value(now.as_millisecond()))
        .col_expr(
            job::Column::LastError,
            Expr::value("Worker didn't come back"),
        )
        .filter(job::COLUMN.queue.eq(queue))
        .filter(abandoned(now))
        .filter(Expr::col(job::Column::Attempts).gte(Expr::col(job::Column::MaxAttempts)))
        .exec(tx)
        .await?;
    Ok(())
}

/// One statement on both databases, so that no two take the same.
async fn take(
    tx: &DatabaseTransaction,
    queue: Queue,
    now: Timestamp,
) -> Result<Option<job::Model>, Error> {
    let backend = tx.get_database_backend();
    let skip_locked = if backend == DbBackend::Postgres {
        "FOR UPDATE OF due SKIP LOCKED"
    } else {
        ""
    };
    let kinds = KINDS.map(|kind| format!("'{kind}'")).join(", ");
    let sql = format!(
        "UPDATE job SET state = 'running', locked_by = $1, locked_until = $2, attempts = attempts + 1 \
         WHERE id = (SELECT due.id FROM job AS due WHERE due.queue = $3 AND due.kind IN ({kinds}) \
         AND ((due.state = 'ready' AND due.run_at <= $4) OR (due.state = 'running' AND due.locked_until < $4)) \
         AND (due.crm_id IS NULL OR (SELECT count(*) FROM job AS beside WHERE beside.crm_id = due.crm_id \
         AND beside.state = 'running' AND beside.locked_until >= $4) < {MOST_OF_ONE_CRM}) \
         ORDER BY due.priority, due.run_at, due.id LIMIT 1 {skip_locked}) RETURNING *"
    );
    let values: [Value; 4] = [
        new_id(now).into(),
        after(now, LEASE).into(),
        queue.to_value().into(),
        now.as_millisecond().into(),
    ];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(job::Entity::find().from_raw_sql(statement).one(tx).await?)
}

/// Holds a claim for another minute.
///
/// # Errors
/// [`Error::LeaseLost`] when somebody else has the job by now: it must be left alone.
pub async fn renew(db: &Database, claimed: &Claimed, now: Timestamp) -> Result<(), Error> {
    let until = Expr::value(after(now, LEASE));
    end_with(db, claimed, &[(job::Column::LockedUntil, until)]).await
}

/// The job is done.
///
/// # Errors
/// [`Error::LeaseLost`].
pub async fn complete(db: &Database, claimed: &Claimed, now: Timestamp) -> Result<(), Error> {
    let changes = [
        (job::Column::State, Expr::value(JobState::Done.to_value())),
        (job::Column::EndedAt, Expr::value(now.as_millisecond())),
    ];
    end_with(db, claimed, &changes).await
}

/// The job is left for somebody else, as if nobody had begun it: the server stops.
///
/// # Errors
/// [`Error::LeaseLost`].
pub async fn give_back(db: &Database, claimed: &Claimed) -> Result<(), Error> {
    let changes = [
        (job::Column::State, Expr::value(JobState::Ready.to_value())),
        (
            job::Column::Attempts,
            Expr::col(job::Column::Attempts).sub(1),
        ),
    ];
    end_with(db, claimed, &changes).await
}

/// The job failed: it waits for its next attempt, or is dead.
///
/// # Errors
/// [`Error::LeaseLost`].
pub async fn fail(
    db: &Database,
    claimed: &Claimed,
    reason: &str,
    now: Timestamp,
) -> Result<Fate, Error> {
    let is_last = claimed.attempt >= claimed.max_attempts;
    let reason = (job::Column::LastError, Expr::value(reason));
    let (changes, fate) = if is_last {
        let dead = Expr::value(JobState::Dead.to_value());
        let at = Expr::value(now.as_millisecond());
        let changes = [
            (job::Column::State, dead),
            (job::Column::EndedAt, at),
            reason,
        ];
        (changes, Fate::Dead)
    } else {
        let ready = Expr::value(JobState::Ready.to_value());
        let at = Expr::value(after(now, pause(claimed.attempt, rand::random())));
        let changes = [
            (job::Column::State, ready),
            (job::Column::RunAt, at),
            reason,
        ];
        (changes, Fate::Waits)
    };
    end_with(db, claimed, &changes).await?;
    Ok(fate)
}

/// How long to wait after an attempt. `chance` from 0 to 1 spreads it by a fifth either way, so that what
/// failed together doesn't come back together.
fn pause(attempt: i32, chance: f64) -> Duration {
    let failures_before = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0);
    let pause = SHORTEST_PAUSE.saturating_mul(1 << min(failures_before, 16));
    min(pause, LONGEST_PAUSE).mul_f64(0.8 + 0.4 * chance)
}

/// Changes a job that is still this claim's.
async fn end_with(
    db: &Database,
    claimed: &Claimed,
    changes: &[(job::Column, SimpleExpr)],
) -> Result<(), Error> {
    let tx = db.write().await?;
    let mut update = job::Entity::update_many();
    for (column, value) in changes {
        update = update.col_expr(*column, value.clone());
    }
    let done = update
        .filter(job::COLUMN.id.eq(claimed.id.as_str()))
        .filter(job::COLUMN.locked_by.eq(claimed.lock.as_str()))
        .filter(job::COLUMN.state.eq(JobState::Running))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::LeaseLost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_are_spread_by_a_fifth() {
        let seconds = |attempt, chance| pause(attempt, chance).as_secs_f64().round();
        let middle: Vec<f64> = (1..=10).map(|attempt| seconds(attempt, 0.5)).collect();
        let doubled = [
            10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0, 3600.0,
        ];
        assert_eq!(middle, doubled);
        assert_eq!((seconds(1, 0.0), seconds(1, 1.0)), (8.0, 12.0));
        assert_eq!(
            (seconds(i32::MAX, 1.0), seconds(i32::MIN, 0.0)),
            (4320.0, 8.0)
        );
    }
}
