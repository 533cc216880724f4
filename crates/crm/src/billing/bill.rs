//! Looking for what is due.

use std::time::Duration;

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use sea_orm::{
    QueryOrder as _, QuerySelect as _,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};

use super::{Plan, calendar, standing::suspend_overdue};
use crate::{
    crm_record::CrmStatus,
    database::Database,
    entity::crm::{self, Standing},
    error::Error,
    instant::after,
    jobs::{self, NewJob, Work},
    trace::RequestTrace,
};

/// Rows changed in one transaction, so that others get their turn.
const BATCH: u64 = 500;

/// Begins trials, writes down a job for every charge that is due, and suspends CRMs whose days of grace are
/// over. Works for the whole server; returns how many were suspended.
///
/// # Errors
/// [`Error::Database`].
pub async fn bill(
    db: &Database,
    plan: &Plan,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<usize, Error> {
    if plan.price_minor <= 0 {
        release(db, now).await?;
        return Ok(0);
    }
    begin_trials(db, plan, now).await?;
    write_down_due(db, now).await?;
    suspend_overdue(db, plan, trace, now).await
}

/// Nobody pays (any more): nothing is due, nobody is suspended, and should the operator take money later,
/// everybody begins with a trial.
async fn release(db: &Database, now: Timestamp) -> Result<(), Error> {
    let billed = crm::COLUMN
        .billing_day
        .is_not_null()
        .or(crm::COLUMN.standing.ne(Standing::Good));
    let any = crm::Entity::find().filter(billed.clone()).one(db.read());
    if any.await?.is_none() {
        return Ok(());
    }
    let tx = db.write().await?;
    crm::Entity::update_many()
        .col_expr(
            crm::Column::Status,
            Expr::value(CrmStatus::Active.to_value()),
        )
        .filter(crm::COLUMN.status.eq(CrmStatus::SuspendedBilling))
        .exec(&tx)
        .await?;
    crm::Entity::update_many()
        .col_expr(
            crm::Column::StatusBefore,
            Expr::value(CrmStatus::Active.to_value()),
        )
        .filter(
            crm::COLUMN
                .status_before
                .eq(CrmStatus::SuspendedBilling.to_value()),
        )
        .exec(&tx)
        .await?;
    crm::Entity::update_many()
        .col_expr(crm::Column::TrialUntil, Expr::value(None::<i64>))
        .col_expr(crm::Column::BillingDay, Expr::value(None::<String>))
        .col_expr(
            crm::Column::Standing,
            Expr::value(Standing::Good.to_value()),
        )
        .col_expr(crm::Column::OverdueSince, Expr::value(None::<i64>))
        .col_expr(crm::Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(billed)
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// CRMs that nobody has looked at yet, new ones and those from before the operator took money.
async fn begin_trials(db: &Database, plan: &Plan, now: Timestamp) -> Result<(), Error> {
    let trial = Duration::from_hours(24).saturating_mul(u32::from(plan.trial_days));
    let until = after(now, trial);
    let ends = Timestamp::from_millisecond(until).unwrap_or(Timestamp::MAX);
    loop {
        let new = crm::Entity::find()
            .filter(crm::COLUMN.billing_day.is_null())
            .limit(BATCH)
            .all(db.read())
            .await?;
        if new.is_empty() {
            return Ok(());
        }
        let tx = db.write().await?;
        for crm in new {
            let first = calendar::first_day(ends, &calendar::zone(&crm.time_zone));
            crm::Entity::update_many()
                .col_expr(crm::Column::TrialUntil, Expr::value(until))
                .col_expr(crm::Column::BillingDay, Expr::value(first.to_string()))
                .filter(crm::COLUMN.id.eq(crm.id))
                .filter(crm::COLUMN.billing_day.is_null())
                .exec(&tx)
                .await?;
        }
        tx.commit().await?;
    }
}

/// A job for every charge that is due.
async fn write_down_due(db: &Database, now: Timestamp) -> Result<(), Error> {
    // The day is ahead of the world's somewhere.
    let today = now.to_zoned(TimeZone::UTC).date();
    let latest = today.checked_add(1.day()).unwrap_or(today);
    let mut last = String::new();
    loop {
        let found = crm::Entity::find()
            .filter(crm::COLUMN.id.gt(last.as_str()))
            .filter(crm::COLUMN.status.eq(CrmStatus::Active))
            .filter(crm::COLUMN.billing_day.lte(latest.to_string()))
            .order_by_asc(crm::COLUMN.id)
            .limit(BATCH)
            .all(db.read())
            .await?;
        let Some(end) = found.last() else {
            return Ok(());
        };
        last.clone_from(&end.id);
        let due = found.into_iter().filter_map(|crm| {
            let period = crm.billing_day?;
            let due_at = calendar::due_at(period.parse().ok()?, &calendar::zone(&crm.time_zone));
            (due_at <= now).then_some((crm.id, period))
        });
        let tx = db.write().await?;
        for (crm_id, period) in due {
            let key = format!("charge:{crm_id}:{period}");
            if jobs::is_dead(&tx, &key).await? {
                continue;
            }
            let work = Work::ChargeCrm {
                crm_id: crm_id.clone(),
                period,
            };
            let new = NewJob {
                work,
                crm_id: Some(&crm_id),
                run_at: now,
                dedupe_key: Some(key),
            };
            jobs::enqueue(&tx, new, now).await?;
        }
        tx.commit().await?;
    }
}
