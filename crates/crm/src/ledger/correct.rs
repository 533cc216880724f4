//! An entry that the operator puts right, by another one.

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::{Value, json};

use super::{LedgerKind, MOST_MOVED, Money, Posted, Posting, post, top_up::recalled};
use crate::{
    audit::{self, Actor, AuditScope},
    billing,
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{account, crm, ledger_entry, wallet},
    error::{Error, Field, FieldError, FieldFault},
    id::new_id,
    idempotency::{self, Request},
    session::PortalSession,
    step_up,
    text::{check_length, tidy},
    trace::RequestTrace,
};

const LONGEST_NOTE: usize = 500;

/// What puts an entry right.
#[derive(Debug, Clone, Copy)]
pub struct Correction<'a> {
    /// The entry that is wrong.
    pub entry_id: &'a str,
    /// What is added to the balance; less than nothing takes away.
    pub amount: &'a Money,
    /// Why, for whoever reads the history.
    pub note: &'a str,
}

/// Whose wallet it is. Nobody else moves its money meanwhile.
enum Owner {
    Crm(crm::Model),
    Account(account::Model),
}

/// Puts an entry right, for the operator after a step-up. The entry stays as it is; the same request again adds
/// nothing. A balance may be below zero afterwards: how a CRM then stands is looked at when it is charged next.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`], [`Error::StepUpRequired`], [`Error::NotFound`] for an entry that there
/// isn't or whose holder is gone, [`Error::CurrencyMismatch`], [`Error::PurgeStarted`],
/// [`Error::IdempotencyKeyReused`].
pub async fn correct(
    db: &Database,
    session: &PortalSession,
    told: Correction<'_>,
    request: &Request,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    if !session.who.is_operator {
        return Err(Error::Forbidden);
    }
    let note = check(&told)?;
    let tx = db.write().await?;
    let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
    if let Some(id) = earlier.as_ref().and_then(Value::as_str) {
        return recalled(&tx, id).await;
    }
    // After what is only told again.
    step_up::require(session, now)?;
    let wrong = ledger_entry::Entity::find_by_id(told.entry_id.to_owned()).one(&tx);
    let wrong = wrong.await?.ok_or(Error::NotFound)?;
    let wallet = wallet::Entity::find_by_id(wrong.wallet_id).one(&tx);
    let wallet = wallet.await?.ok_or(Error::NotFound)?;
    if wallet.currency != told.amount.currency {
        return Err(Error::CurrencyMismatch);
    }
    let owner = hold(&tx, &wallet).await?;
    let (scope, crm_name) = match &owner {
        Owner::Crm(crm) => ((AuditScope::Crm, crm.id.as_str()), Some(crm.name.as_str())),
        Owner::Account(account) => ((AuditScope::Account, account.id.as_str()), None),
    };
    let posting = Posting {
        kind: LedgerKind::Adjustment,
        amount_minor: told.amount.minor,
        reference: &new_id(now),
        pair_id: None,
        corrects_id: Some(told.entry_id),
        note: &note,
        posted_by: Some(&session.who.id),
        crm_name,
    };
    let id = post(&tx, &wallet, posting, now).await?;
    for (scope, scope_id) in [scope, (AuditScope::Server, audit::SERVER)] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "ledger.posted",
            actor: Actor::Account(&session.who.id),
            subject: Some(&id),
            fields: json!({
                "kind": "adjustment",
                "amount_minor": told.amount.minor,
                "corrects": told.entry_id,
            }),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    let made = recalled(&tx, &id).await?;
    if let Owner::Crm(crm) = &owner {
        billing::paid(&tx, crm, made.balance.minor, now).await?;
    }
    let result = Value::from(id);
    idempotency::remember(&tx, &session.principal, "correct", request, result, now).await?;
    tx.commit().await?;
    Ok(Posted {
        is_new: true,
        ..made
    })
}

fn check(told: &Correction<'_>) -> Result<String, Error> {
    let note = tidy(told.note);
    let mut faults = Vec::new();
    let moved = told.amount.minor;
    if moved == 0 || !(-MOST_MOVED..=MOST_MOVED).contains(&moved) {
        let (field, fault) = (Field::Amount, FieldFault::Invalid);
        faults.push(FieldError { field, fault });
    }
    if let Err(fault) = check_length(&note, LONGEST_NOTE) {
        let field = Field::Note;
        faults.push(FieldError { field, fault });
    }
    if faults.is_empty() {
        Ok(note)
    } else {
        Err(Error::Invalid(faults))
    }
}

async fn hold(tx: &DatabaseTransaction, wallet: &wallet::Model) -> Result<Owner, Error> {
    if let Some(id) = &wallet.crm_id {
        Exclusive::Crm(id).hold(tx).await?;
        let crm = crm::Entity::find_by_id(id.clone()).one(tx).await?;
        let crm = crm.ok_or(Error::NotFound)?;
        if crm.status == CrmStatus::Purging {
            return Err(Error::PurgeStarted);
        }
        return Ok(Owner::Crm(crm));
    }
    let id = wallet.account_id.as_deref().unwrap_or_default();
    Exclusive::Account(id).hold(tx).await?;
    let account = account::Entity::find_by_id(id.to_owned())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    account.map(Owner::Account).ok_or(Error::NotFound)
}
