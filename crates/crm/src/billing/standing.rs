//! How a CRM stands with what it owes, and what follows.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::Plan;
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{
        account,
        crm::{self, Standing},
    },
    error::Error,
    instant::millis,
    ledger::Money,
    letter::{Letter, MoneyLetter},
    outbox::{self, Recipient},
    trace::RequestTrace,
};

/// A balance is low when it won't last for so many days.
const LOW_DAYS: i128 = 7;
const PERIOD_DAYS: i128 = 30;

impl Standing {
    /// How a CRM with so many users stands with a balance.
    fn of(balance_minor: i64, users: u64, plan: &Plan) -> Self {
        let balance = i128::from(balance_minor);
        let period = i128::from(plan.price_minor) * i128::from(users);
        if balance < 0 {
            Self::Overdue
        } else if balance * PERIOD_DAYS < period.saturating_mul(LOW_DAYS) {
            Self::Low
        } else {
            Self::Good
        }
    }
}

/// Notes how a CRM stands after a charge, and tells its owner when that got worse.
pub(super) async fn charged(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    balance: &Money,
    users: u64,
    plan: &Plan,
    now: Timestamp,
) -> Result<(), Error> {
    let standing = Standing::of(balance.minor, users, plan);
    let overdue_since = match standing {
        Standing::Overdue => Some(crm.overdue_since.unwrap_or(now.as_millisecond())),
        Standing::Good | Standing::Low => None,
    };
    crm::Entity::update_many()
        .col_expr(crm::Column::Standing, Expr::value(standing.to_value()))
        .col_expr(crm::Column::OverdueSince, Expr::value(overdue_since))
        .filter(crm::COLUMN.id.eq(crm.id.as_str()))
        .exec(tx)
        .await?;
    if standing <= crm.standing {
        return Ok(());
    }
    let (name, amount) = (crm.name.clone(), balance.to_string());
    let about = match standing {
        Standing::Overdue => MoneyLetter::BalanceOverdue {
            crm: name,
            balance: amount,
            days: plan.grace_days,
        },
        Standing::Good | Standing::Low => MoneyLetter::BalanceLow {
            crm: name,
            balance: amount,
        },
    };
    tell_owner(tx, crm, about, now).await
}

/// Money came in: a CRM that owes nothing any more is in good standing, and open again.
pub(crate) async fn paid(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    balance_minor: i64,
    now: Timestamp,
) -> Result<(), Error> {
    if balance_minor < 0 {
        return Ok(());
    }
    let suspended = CrmStatus::SuspendedBilling.to_value();
    let active = CrmStatus::Active.to_value();
    let mut update = crm::Entity::update_many()
        .col_expr(
            crm::Column::Standing,
            Expr::value(Standing::Good.to_value()),
        )
        .col_expr(crm::Column::OverdueSince, Expr::value(None::<i64>))
        .col_expr(crm::Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(crm::COLUMN.id.eq(crm.id.as_str()));
    if crm.status == CrmStatus::SuspendedBilling {
        update = update.col_expr(crm::Column::Status, Expr::value(active));
    } else if crm.status_before.as_ref() == Some(&suspended) {
        // It waits for its deletion; should that be cancelled, it is open.
        update = update.col_expr(crm::Column::StatusBefore, Expr::value(active));
    }
    update.exec(tx).await?;
    Ok(())
}

/// Suspends every CRM whose days of grace are over. Works for the whole server; returns how many it were.
pub(super) async fn suspend_overdue(
    db: &Database,
    plan: &Plan,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<usize, Error> {
    let latest = now.as_millisecond().saturating_sub(millis(plan.grace()));
    let due = || {
        crm::Entity::find()
            .filter(crm::COLUMN.status.eq(CrmStatus::Active))
            .filter(crm::COLUMN.standing.eq(Standing::Overdue))
            .filter(crm::COLUMN.overdue_since.lte(latest))
    };
    let mut suspended = 0;
    for found in due().all(db.read()).await? {
        let tx = db.write().await?;
        Exclusive::Crm(&found.id).hold(&tx).await?;
        // It may have paid while the lock was waited for.
        let still = due().filter(crm::COLUMN.id.eq(found.id.as_str()));
        if let Some(crm) = still.one(&tx).await? {
            suspend(&tx, &crm, trace, now).await?;
            suspended += 1;
        }
        tx.commit().await?;
    }
    Ok(suspended)
}

async fn suspend(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let suspended = CrmStatus::SuspendedBilling.to_value();
    crm::Entity::update_many()
        .col_expr(crm::Column::Status, Expr::value(suspended))
        .filter(crm::COLUMN.id.eq(crm.id.as_str()))
        .exec(tx)
        .await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &crm.id,
        action: "crm.suspended",
        actor: Actor::Nobody,
        subject: Some(&crm.id),
        fields: json!({}),
    };
    audit::append(tx, entry, trace, now).await?;
    let about = MoneyLetter::CrmSuspended {
        crm: crm.name.clone(),
    };
    tell_owner(tx, crm, about, now).await
}

async fn tell_owner<C: ConnectionTrait>(
    tx: &C,
    crm: &crm::Model,
    about: MoneyLetter,
    now: Timestamp,
) -> Result<(), Error> {
    let owner = account::Entity::find_by_id(crm.owner_account_id.clone())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let to = Recipient {
        crm_id: Some(&crm.id),
        ..Recipient::account(&owner)
    };
    let name = owner.name.clone();
    outbox::enqueue(tx, &Letter::Money { name, about }, to, now).await
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(-1, 1, 3_000, Standing::Overdue)]
    #[case(0, 1, 3_000, Standing::Low)]
    #[case(699, 1, 3_000, Standing::Low)]
    #[case(700, 1, 3_000, Standing::Good)]
    #[case(1_399, 2, 3_000, Standing::Low)]
    #[case(0, 1, 0, Standing::Good)]
    #[case(0, 0, 3_000, Standing::Good)]
    #[case(i64::MAX, u64::MAX, i64::MAX, Standing::Low)]
    fn a_balance_is_low_when_it_does_not_last_for_a_week(
        #[case] balance: i64,
        #[case] users: u64,
        #[case] price_minor: i64,
        #[case] standing: Standing,
    ) {
        let plan = Plan {
            price_minor,
            ..Plan::default()
        };
        assert_eq!(Standing::of(balance, users, &plan), standing);
    }
}
