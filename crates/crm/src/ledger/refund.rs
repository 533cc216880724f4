//! A charge that is given back.

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::{Value, json};

use super::{CURRENCY, Holder, LedgerKind, Posted, Posting, post, top_up::recalled, wallet};
use crate::{
    audit::{self, Actor, AuditScope},
    billing,
    crm_record::{CrmStatus, row_by_slug},
    database::{Database, Exclusive},
    entity::{crm, ledger_entry, wallet as wallet_row},
    error::Error,
    idempotency::{self, Request},
    jobs::{self, NewJob, Work},
    session::PortalSession,
    step_up,
    trace::RequestTrace,
};

/// Which charge.
#[derive(Debug, Clone, Copy)]
pub enum Charged<'a> {
    /// That of the period which began on a day (YYYY-MM-DD), of the CRM at an address.
    Period {
        /// The last part of the address.
        slug: &'a str,
        /// The day, in the CRM's own calendar.
        first_day: &'a str,
    },
    /// An entry by its id.
    Entry(&'a str),
}

/// Gives a charge back to the CRM that it was taken from, whole and once: for the operator at the portal after a
/// step-up, or by the command line. What it has brought to who recommended the service is taken back by a job.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::StepUpRequired`], [`Error::IdempotencyKeyReused`], [`Error::CrmNotFound`],
/// [`Error::PurgeStarted`]; [`Error::NotFound`] when there is no such charge.
pub async fn refund(
    db: &Database,
    by: Option<(&PortalSession, &Request)>,
    charged: Charged<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    if by.is_some_and(|(session, _)| !session.who.is_operator) {
        return Err(Error::Forbidden);
    }
    let tx = db.write().await?;
    if let Some((session, request)) = by {
        let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
        if let Some(id) = earlier.as_ref().and_then(Value::as_str) {
            return recalled(&tx, id).await;
        }
        // After what is only told again.
        step_up::require(session, now)?;
    }
    let made = give_back(&tx, by.map(|(session, _)| session), charged, trace, now).await?;
    if let Some((session, request)) = by {
        let result = Value::from(made.entry_id.as_str());
        idempotency::remember(&tx, &session.principal, "refund", request, result, now).await?;
    }
    tx.commit().await?;
    Ok(made)
}

async fn give_back(
    tx: &DatabaseTransaction,
    by: Option<&PortalSession>,
    charged: Charged<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    let (crm, wallet, charge) = match charged {
        Charged::Period { slug, first_day } => of_period(tx, slug, first_day, now).await?,
        Charged::Entry(id) => of_entry(tx, id).await?,
    };
    let entry_id = charge.id.as_str();
    let earlier = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Refund))
        .filter(ledger_entry::COLUMN.reference.eq(entry_id))
        .one(tx)
        .await?;
    if let Some(earlier) = earlier {
        return recalled(tx, &earlier.id).await;
    }
    let amount_minor = charge.amount_minor.saturating_neg();
    let posting = Posting {
        kind: LedgerKind::Refund,
        amount_minor,
        reference: entry_id,
        pair_id: None,
        corrects_id: Some(entry_id),
        note: "",
        posted_by: Some(by.map_or("command_line", |session| &session.who.id)),
        crm_name: Some(&crm.name),
    };
    let id = post(tx, &wallet, posting, now).await?;
    for (scope, scope_id) in [
        (AuditScope::Crm, crm.id.as_str()),
        (AuditScope::Server, audit::SERVER),
    ] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "ledger.posted",
            actor: by.map_or(Actor::Operator, |session| Actor::Account(&session.who.id)),
            subject: Some(&id),
            fields: json!({ "kind": "refund", "amount_minor": amount_minor, "charge": entry_id }),
        };
        audit::append(tx, entry, trace, now).await?;
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
    jobs::enqueue(tx, new, now).await?;
    let made = recalled(tx, &id).await?;
    billing::paid(tx, &crm, made.balance.minor, now).await?;
    Ok(Posted {
        is_new: true,
        ..made
    })
}

type Found = (crm::Model, wallet_row::Model, ledger_entry::Model);

async fn of_period(
    tx: &DatabaseTransaction,
    slug: &str,
    first_day: &str,
    now: Timestamp,
) -> Result<Found, Error> {
    let found = row_by_slug(tx, slug, now).await?;
    let found = found.ok_or(Error::CrmNotFound)?;
    let crm = hold(tx, &found.id).await?;
    let wallet = wallet(tx, Holder::Crm(&crm.id), CURRENCY, now).await?;
    let reference = format!("{}:{first_day}", crm.id);
    let charge = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Charge))
        .filter(ledger_entry::COLUMN.reference.eq(reference))
        .one(tx)
        .await?;
    Ok((crm, wallet, charge.ok_or(Error::NotFound)?))
}

async fn of_entry(tx: &DatabaseTransaction, id: &str) -> Result<Found, Error> {
    let charge = ledger_entry::Entity::find_by_id(id.to_owned())
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Charge))
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let wallet = wallet_row::Entity::find_by_id(charge.wallet_id.clone());
    let wallet = wallet.one(tx).await?.ok_or(Error::NotFound)?;
    let crm = hold(tx, wallet.crm_id.as_deref().unwrap_or_default()).await?;
    Ok((crm, wallet, charge))
}

/// A CRM whose money nobody else moves meanwhile.
async fn hold(tx: &DatabaseTransaction, id: &str) -> Result<crm::Model, Error> {
    Exclusive::Crm(id).hold(tx).await?;
    // It may have gone while the lock was waited for.
    let crm = crm::Entity::find_by_id(id.to_owned()).one(tx).await?;
    let crm = crm.ok_or(Error::CrmNotFound)?;
    if crm.status == CrmStatus::Purging {
        return Err(Error::PurgeStarted);
    }
    Ok(crm)
}
