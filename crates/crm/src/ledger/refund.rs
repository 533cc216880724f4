//! A charge that is given back.

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{CURRENCY, Holder, LedgerKind, Posted, Posting, post, top_up::recalled, wallet};
use crate::{
    audit::{self, Actor, AuditScope},
    billing,
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{crm, ledger_entry},
    error::Error,
    jobs::{self, NewJob, Work},
    trace::RequestTrace,
};

/// Gives a charge back to the CRM that it was taken from, whole and once, by the command line: that of the period
/// which began on a day (YYYY-MM-DD). What it has brought to who recommended the service is taken back by a job.
///
/// # Errors
/// [`Error::CrmNotFound`], [`Error::PurgeStarted`]; [`Error::NotFound`] when nothing was charged for that period.
pub async fn refund(
    db: &Database,
    slug: &str,
    period: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    let tx = db.write().await?;
    let crm = find(&tx, slug).await?;
    let wallet = wallet(&tx, Holder::Crm(&crm.id), CURRENCY, now).await?;
    let charge = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Charge))
        .filter(
            ledger_entry::COLUMN
                .reference
                .eq(format!("{}:{period}", crm.id)),
        )
        .one(&tx)
        .await?;
    let charge = charge.ok_or(Error::NotFound)?;
    let entry_id = charge.id.as_str();
    let earlier = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Refund))
        .filter(ledger_entry::COLUMN.reference.eq(entry_id))
        .one(&tx)
        .await?;
    if let Some(earlier) = earlier {
        return recalled(&tx, &earlier.id).await;
    }
    let amount_minor = charge.amount_minor.saturating_neg();
    let posting = Posting {
        kind: LedgerKind::Refund,
        amount_minor,
        reference: entry_id,
        pair_id: None,
        corrects_id: Some(entry_id),
        note: "",
        posted_by: Some("command_line"),
        crm_name: Some(&crm.name),
    };
    let id = post(&tx, &wallet, posting, now).await?;
    for (scope, scope_id) in [
        (AuditScope::Crm, crm.id.as_str()),
        (AuditScope::Server, audit::SERVER),
    ] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "ledger.posted",
            actor: Actor::Operator,
            subject: Some(&id),
            fields: json!({ "kind": "refund", "amount_minor": amount_minor, "charge": entry_id }),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    let new = NewJob {
        work: Work::ReverseReward {
            entry_id: entry_id.to_owned(),
        },
        // It outlives the CRM.
        crm_id: None,
        run_at: now,
        dedupe_key: Some(format!("reverse:{entry_id}")),
    };
    jobs::enqueue(&tx, new, now).await?;
    let made = recalled(&tx, &id).await?;
    billing::paid(&tx, &crm, made.balance.minor, now).await?;
    tx.commit().await?;
    Ok(Posted {
        is_new: true,
        ..made
    })
}

/// The CRM at an address, whose money nobody else moves meanwhile.
async fn find(tx: &DatabaseTransaction, slug: &str) -> Result<crm::Model, Error> {
    let found = crm::Entity::find().filter(crm::COLUMN.slug.eq(slug));
    let found = found.one(tx).await?.ok_or(Error::CrmNotFound)?;
    Exclusive::Crm(&found.id).hold(tx).await?;
    // It may have gone while the lock was waited for.
    let crm = crm::Entity::find_by_id(found.id).one(tx).await?;
    let crm = crm.ok_or(Error::CrmNotFound)?;
    if crm.status == CrmStatus::Purging {
        return Err(Error::PurgeStarted);
    }
    Ok(crm)
}
