//! One charge of one CRM.

use jiff::{Timestamp, civil::Date};
use sea_orm::{ConnectionTrait, PaginatorTrait as _, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::{Plan, calendar, standing};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CrmUserStatus},
    },
    error::Error,
    ledger::{self, CURRENCY, Holder, LedgerKind, MOST_MOVED, Posting},
    referral,
    trace::RequestTrace,
};

/// Charges a CRM for the period that begins on a day of its calendar, once, however often it is asked. False
/// when there is nothing to charge: it was done, isn't due, the CRM is gone or not in use, or nobody pays.
///
/// # Errors
/// [`Error::Database`].
pub async fn charge(
    db: &Database,
    crm_id: &str,
    period: &str,
    plan: &Plan,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    if plan.price_minor <= 0 {
        return Ok(false);
    }
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let found = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.eq(CrmStatus::Active))
        .filter(crm::COLUMN.billing_day.eq(period))
        .one(&tx)
        .await?;
    let Some(crm) = found else {
        return Ok(false);
    };
    let day: Date = period.parse().map_err(|_| Error::UnknownValue {
        table: "crm",
        column: "billing_day",
    })?;
    let zone = calendar::zone(&crm.time_zone);
    if now < calendar::due_at(day, &zone) {
        return Ok(false);
    }
    let next = calendar::next_day(day, now.to_zoned(zone).date());
    let moved = crm::Entity::update_many()
        .col_expr(crm::Column::BillingDay, Expr::value(next.to_string()))
        .filter(crm::COLUMN.id.eq(crm_id))
        .filter(crm::COLUMN.billing_day.eq(period))
        .exec(&tx)
        .await?;
    if moved.rows_affected != 1 {
        return Ok(false);
    }
    let users = active_users(&tx, crm_id).await?;
    let amount = i64::try_from(users)
        .unwrap_or(i64::MAX)
        .saturating_mul(plan.price_minor)
        .min(MOST_MOVED);
    let wallet = ledger::wallet(&tx, Holder::Crm(crm_id), CURRENCY, now).await?;
    let posting = Posting {
        kind: LedgerKind::Charge,
        amount_minor: -amount,
        reference: &format!("{crm_id}:{period}"),
        pair_id: None,
        corrects_id: None,
        note: "",
        posted_by: None,
        crm_name: Some(&crm.name),
    };
    let entry_id = ledger::post(&tx, &wallet, posting, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm_id,
        action: "ledger.posted",
        actor: Actor::Nobody,
        subject: Some(&entry_id),
        fields: json!({ "kind": "charge", "amount_minor": -amount, "users": users }),
    };
    audit::append(&tx, entry, trace, now).await?;
    if amount > 0 {
        referral::note_charge(&tx, &crm, &entry_id, now).await?;
    }
    let balance = ledger::balance(&tx, Holder::Crm(crm_id)).await?;
    let balance = balance.ok_or(Error::NotFound)?;
    standing::charged(&tx, &crm, &balance, users, plan, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn active_users<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<u64, Error> {
    Ok(crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .count(db)
        .await?)
}
