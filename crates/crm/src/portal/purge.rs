//! Deleting for good what was scheduled: nothing of a CRM stays but a tombstone and its ledger.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};
use serde_json::{Map, Value, json};

use super::deletion_letters;
use crate::{
    audit::{self, Actor, AuditScope},
    batch,
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_tombstone::{self, TombstoneKind},
    },
    error::Error,
    instant::after,
    ledger::{self, Holder, LedgerKind, Posting},
    slug::claim,
    trace::RequestTrace,
};

/// Every table that holds a CRM's rows, children before parents. `crm_id` names whose they are.
pub(super) const TABLES: [&str; 22] = [
    "job",
    "crm_export",
    "api_key",
    "webhook_delivery",
    "webhook_endpoint",
    "notification",
    "event",
    "outbox",
    "ticket",
    "device_token",
    "session",
    "identity_link",
    "sso_domain",
    "sso_provider",
    "device",
    "passkey",
    "credential",
    "membership",
    "invitation",
    "qr_request",
    "held_username",
    "crm_user",
];

/// Tables whose rows outlive their CRM: the tombstone, and the money.
#[cfg(test)]
pub(super) const KEPT: [&str; 2] = ["crm_tombstone", "wallet"];

/// Purges every CRM whose time has come, and goes on with one that a stop cut off. Works for the
/// whole server; returns how many are gone.
///
/// # Errors
/// [`Error::Database`]. What is left is purged the next time.
pub async fn purge_due(
    db: &Database,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<usize, Error> {
    let scheduled = crm::COLUMN
        .status
        .eq(CrmStatus::DeletionScheduled)
        .and(crm::COLUMN.delete_at.lte(now.as_millisecond()));
    let due = crm::Entity::find()
        .filter(scheduled.or(crm::COLUMN.status.eq(CrmStatus::Purging)))
        .all(db.read())
        .await?;
    let mut gone = 0;
    for crm in due {
        if begin(db, &crm.id, now).await? {
            purge(db, &crm.id, trace, now).await?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// From here on there is no way back, and everybody is told: once, for a purge that was cut off isn't begun anew.
/// False when the deletion was cancelled meanwhile.
async fn begin(db: &Database, crm_id: &str, now: Timestamp) -> Result<bool, Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let begun = crm::Entity::update_many()
        .col_expr(
            crm::Column::Status,
            Expr::value(CrmStatus::Purging.to_value()),
        )
        .filter(crm::COLUMN.id.eq(crm_id))
        .filter(crm::COLUMN.status.eq(CrmStatus::DeletionScheduled))
        .filter(crm::COLUMN.delete_at.lte(now.as_millisecond()))
        .exec(&tx)
        .await?;
    let row = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.eq(CrmStatus::Purging))
        .one(&tx)
        .await?;
    let Some(row) = row else {
        return Ok(false);
    };
    if begun.rows_affected == 1 {
        deletion_letters::purged(&tx, &row, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

async fn purge(
    db: &Database,
    crm_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut counts = Map::new();
    for table in TABLES {
        let gone = batch::delete_all(db, table, "crm_id = ", crm_id).await?;
        counts.insert(table.to_owned(), Value::from(gone));
    }
    let audit = "scope = 'crm' AND scope_id = ";
    let gone = batch::delete_all(db, "audit_entry", audit, crm_id).await?;
    counts.insert("audit_entry".to_owned(), Value::from(gone));
    let tx = db.write().await?;
    bury(&tx, crm_id, counts, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The last step: the CRM's own row goes, the tombstone stands, and its money goes to the owner.
async fn bury(
    tx: &DatabaseTransaction,
    crm_id: &str,
    counts: Map<String, Value>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(crm) = crm::Entity::find_by_id(crm_id.to_owned()).one(tx).await? else {
        return Ok(());
    };
    let owner = crm.owner_account_id.as_str();
    Exclusive::Account(owner).hold(tx).await?;
    Exclusive::Crm(crm_id).hold(tx).await?;
    return_balance(tx, &crm, now).await?;
    let at = now.as_millisecond();
    claim::release(tx, &crm.slug).await?;
    let stone = crm_tombstone::ActiveModel {
        slug: Set(crm.slug.clone()),
        crm_id: Set(crm.id.clone()),
        kind: Set(TombstoneKind::Purged),
        name: Set(crm.name.clone()),
        owner_account_id: Set(owner.to_owned()),
        reserved_until: Set(after(now, claim::RESERVED)),
        purged_at: Set(Some(at)),
        counts: Set(Value::Object(counts)),
        created_at: Set(at),
    };
    stone.insert(tx).await?;
    crm::Entity::delete_by_id(crm.id.clone()).exec(tx).await?;
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: owner,
        action: "crm.purged",
        actor: Actor::Nobody,
        subject: Some(crm_id),
        fields: json!({}),
    };
    audit::append(tx, entry, trace, now).await
}

/// Moves what the CRM still has to the wallet of its owner.
async fn return_balance(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(balance) = ledger::balance(tx, Holder::Crm(&crm.id)).await? else {
        return Ok(());
    };
    if balance.minor <= 0 {
        return Ok(());
    }
    let holders = [
        (Holder::Crm(&crm.id), -balance.minor),
        (Holder::Account(&crm.owner_account_id), balance.minor),
    ];
    for (holder, amount_minor) in holders {
        let wallet = ledger::wallet(tx, holder, &balance.currency, now).await?;
        let posting = Posting {
            kind: LedgerKind::BalanceReturned,
            amount_minor,
            reference: &crm.id,
            pair_id: None,
            corrects_id: None,
            note: "",
            posted_by: None,
            crm_name: Some(&crm.name),
        };
        ledger::post(tx, &wallet, posting, now).await?;
    }
    Ok(())
}
