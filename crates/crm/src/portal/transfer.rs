//! Moving money from an account's wallet to a CRM that it owns.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::list;
use crate::{
    audit::{self, Actor, AuditScope},
    billing,
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    error::{Error, Field, FieldError},
    id::new_id,
    idempotency::{self, Request},
    ledger::{self, CURRENCY, Holder, LedgerKind, Money, Posting, check_amount},
    session::PortalSession,
    trace::RequestTrace,
};

/// Moves money from the account's wallet to a CRM's. The same request again moves none.
///
/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`], [`Error::NotOwner`], [`Error::CurrencyMismatch`],
/// [`Error::InsufficientFunds`], [`Error::PurgeStarted`], [`Error::IdempotencyKeyReused`].
pub async fn transfer(
    db: &Database,
    session: &PortalSession,
    crm_id: &str,
    amount: &Money,
    request: &Request,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    check_amount(amount.minor).map_err(|fault| {
        let field = Field::Amount;
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    let account_id = session.who.id.as_str();
    let tx = db.write().await?;
    let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
    if earlier.is_some() {
        return Ok(());
    }
    Exclusive::Account(account_id).hold(&tx).await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let link = list::owned(&tx, session, crm_id).await?;
    if link.crm.status == CrmStatus::Purging {
        return Err(Error::PurgeStarted);
    }
    let from = ledger::wallet(&tx, Holder::Account(account_id), CURRENCY, now).await?;
    let to = ledger::wallet(&tx, Holder::Crm(crm_id), CURRENCY, now).await?;
    if amount.currency != from.currency || amount.currency != to.currency {
        return Err(Error::CurrencyMismatch);
    }
    let id = new_id(now);
    let posting = |kind, amount_minor| Posting {
        kind,
        amount_minor,
        reference: &id,
        pair_id: Some(&id),
        corrects_id: None,
        note: "",
        posted_by: Some(account_id),
        crm_name: Some(&link.crm.name),
    };
    let out = posting(LedgerKind::TransferOut, -amount.minor);
    ledger::take_out(&tx, &from, out, now).await?;
    let entry_id =
        ledger::post(&tx, &to, posting(LedgerKind::TransferIn, amount.minor), now).await?;
    let fields = json!({ "kind": "transfer_in", "amount_minor": amount.minor });
    for (scope, scope_id) in [(AuditScope::Account, account_id), (AuditScope::Crm, crm_id)] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "ledger.posted",
            actor: Actor::Account(account_id),
            subject: Some(&entry_id),
            fields: fields.clone(),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    let balance = to.balance_minor.saturating_add(amount.minor);
    billing::paid(&tx, &link.crm, balance, now).await?;
    let result = Value::from(id.as_str());
    idempotency::remember(&tx, &session.principal, "transfer", request, result, now).await?;
    tx.commit().await?;
    Ok(())
}
