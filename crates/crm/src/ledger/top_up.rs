//! Money that comes from outside: the operator has received it, or a payment adapter has.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::{Value, json};

use super::{CURRENCY, Holder, LedgerKind, Money, Posting, check_amount, post, wallet};
use crate::{
    audit::{self, Actor, AuditScope},
    billing,
    crm_record::{CrmStatus, row_by_slug},
    database::{Database, Exclusive},
    email,
    entity::{account, crm, ledger_entry, wallet as wallet_row},
    error::{Error, Field, FieldError, FieldFault},
    idempotency::{self, Request},
    session::PortalSession,
    sign_up, step_up,
    text::{check_length, tidy},
    trace::RequestTrace,
};

const LONGEST_REFERENCE: usize = 100;
const LONGEST_NOTE: usize = 500;

/// Money that came in.
#[derive(Debug, Clone, Copy)]
pub struct TopUp<'a> {
    /// Whose it is.
    pub payee: Payee<'a>,
    /// How much; more than nothing.
    pub amount: &'a Money,
    /// What makes it happen once for this payee: the number of an invoice or of a payment.
    pub reference: &'a str,
    /// Words for whoever reads the history.
    pub note: &'a str,
}

/// Whose balance grows.
#[derive(Debug, Clone, Copy)]
pub enum Payee<'a> {
    /// A CRM's, by the last part of its address.
    Crm(&'a str),
    /// An account's, by its e-mail address.
    Account(&'a str),
}

/// Who says that money came in.
#[derive(Debug, Clone, Copy)]
pub enum Poster<'a> {
    /// The operator, at the portal. The same request again posts nothing.
    Operator(&'a PortalSession, &'a Request),
    /// Whoever runs the server, by its command line.
    CommandLine,
    /// A payment adapter that has the server's secret.
    Adapter,
}

/// An entry that is in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The entry.
    pub entry_id: String,
    /// The balance by now.
    pub balance: Money,
    /// It was posted just now, and not before.
    pub is_new: bool,
}

/// Adds money to a balance, once for each reference of a payee.
///
/// # Errors
/// [`Error::Forbidden`] for whoever isn't the operator, [`Error::StepUpRequired`], [`Error::Invalid`],
/// [`Error::NotFound`] for a payee that there isn't, [`Error::CurrencyMismatch`], [`Error::PurgeStarted`];
/// [`Error::IdempotencyKeyReused`] when the reference or the key stands for another payment.
pub async fn top_up(
    db: &Database,
    poster: Poster<'_>,
    told: TopUp<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    if let Poster::Operator(session, _) = poster
        && !session.who.is_operator
    {
        return Err(Error::Forbidden);
    }
    let (reference, note) = check(&told)?;
    let told = TopUp {
        reference: &reference,
        note: &note,
        ..told
    };
    let tx = db.write().await?;
    if let Poster::Operator(session, request) = poster {
        let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
        if let Some(id) = earlier.as_ref().and_then(Value::as_str) {
            return recalled(&tx, id).await;
        }
        // After what is only told again.
        step_up::require(session, now)?;
    }
    let made = match told.payee {
        Payee::Crm(slug) => for_crm(&tx, poster, slug, &told, trace, now).await?,
        Payee::Account(email) => for_account(&tx, poster, email, &told, trace, now).await?,
    };
    if let Poster::Operator(session, request) = poster {
        let result = Value::from(made.entry_id.as_str());
        idempotency::remember(&tx, &session.principal, "top_up", request, result, now).await?;
    }
    tx.commit().await?;
    Ok(made)
}

fn check(told: &TopUp<'_>) -> Result<(String, String), Error> {
    let (reference, note) = (tidy(told.reference), tidy(told.note));
    let mut faults = Vec::new();
    let mut add = |field, fault| faults.push(FieldError { field, fault });
    if let Err(fault) = check_amount(told.amount.minor) {
        add(Field::Amount, fault);
    }
    if let Err(fault) = check_length(&reference, LONGEST_REFERENCE) {
        add(Field::Reference, fault);
    }
    if note.chars().count() > LONGEST_NOTE {
        add(Field::Note, FieldFault::TooLong(LONGEST_NOTE));
    }
    if faults.is_empty() {
        Ok((reference, note))
    } else {
        Err(Error::Invalid(faults))
    }
}

async fn for_crm(
    tx: &DatabaseTransaction,
    poster: Poster<'_>,
    slug: &str,
    told: &TopUp<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    let found = row_by_slug(tx, slug, now).await?.ok_or(Error::NotFound)?;
    Exclusive::Crm(&found.id).hold(tx).await?;
    // It may have gone while the lock was waited for.
    let crm = crm::Entity::find_by_id(found.id).one(tx).await?;
    let crm = crm.ok_or(Error::NotFound)?;
    if crm.status == CrmStatus::Purging {
        return Err(Error::PurgeStarted);
    }
    let holder = Holder::Crm(&crm.id);
    let wallet = wallet(tx, holder, CURRENCY, now).await?;
    let made = once(tx, poster, &wallet, told, Some(&crm.name), now).await?;
    if made.is_new {
        log(
            tx,
            poster,
            (AuditScope::Crm, &crm.id),
            &made,
            told,
            trace,
            now,
        )
        .await?;
        billing::paid(tx, &crm, made.balance.minor, now).await?;
    }
    Ok(made)
}

async fn for_account(
    tx: &DatabaseTransaction,
    poster: Poster<'_>,
    address: &str,
    told: &TopUp<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Posted, Error> {
    let address = email::normalise(address).ok_or(Error::NotFound)?;
    let found = sign_up::holder(tx, &address).await?;
    let found = found.ok_or(Error::NotFound)?;
    Exclusive::Account(&found.id).hold(tx).await?;
    let account = account::Entity::find_by_id(found.id)
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let wallet = wallet(tx, Holder::Account(&account.id), CURRENCY, now).await?;
    let made = once(tx, poster, &wallet, told, None, now).await?;
    if made.is_new {
        let scope = (AuditScope::Account, account.id.as_str());
        log(tx, poster, scope, &made, told, trace, now).await?;
    }
    Ok(made)
}

/// Posts unless the reference is in the books.
async fn once(
    tx: &DatabaseTransaction,
    poster: Poster<'_>,
    wallet: &wallet_row::Model,
    told: &TopUp<'_>,
    crm_name: Option<&str>,
    now: Timestamp,
) -> Result<Posted, Error> {
    if wallet.currency != told.amount.currency {
        return Err(Error::CurrencyMismatch);
    }
    let earlier = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::TopUp))
        .filter(ledger_entry::COLUMN.reference.eq(told.reference))
        .one(tx)
        .await?;
    if let Some(earlier) = earlier {
        return if earlier.amount_minor == told.amount.minor {
            recalled(tx, &earlier.id).await
        } else {
            Err(Error::IdempotencyKeyReused)
        };
    }
    let posting = Posting {
        kind: LedgerKind::TopUp,
        amount_minor: told.amount.minor,
        reference: told.reference,
        pair_id: None,
        corrects_id: None,
        note: told.note,
        posted_by: match poster {
            Poster::Operator(session, _) => Some(&session.who.id),
            Poster::CommandLine => Some("command_line"),
            Poster::Adapter => Some("payment_adapter"),
        },
        crm_name,
    };
    let entry_id = post(tx, wallet, posting, now).await?;
    Ok(Posted {
        is_new: true,
        ..recalled(tx, &entry_id).await?
    })
}

/// An entry that is in the books, with the balance that its wallet has by now.
pub(super) async fn recalled<C: ConnectionTrait>(tx: &C, entry_id: &str) -> Result<Posted, Error> {
    let entry = ledger_entry::Entity::find_by_id(entry_id.to_owned())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let wallet = wallet_row::Entity::find_by_id(entry.wallet_id)
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Posted {
        entry_id: entry.id,
        balance: Money {
            minor: wallet.balance_minor,
            currency: wallet.currency,
        },
        is_new: false,
    })
}

/// Appends to the payee's log and to the server's.
async fn log(
    tx: &DatabaseTransaction,
    poster: Poster<'_>,
    payee: (AuditScope, &str),
    made: &Posted,
    told: &TopUp<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    for (scope, scope_id) in [payee, (AuditScope::Server, audit::SERVER)] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "ledger.posted",
            actor: match poster {
                Poster::Operator(session, _) => Actor::Account(&session.who.id),
                Poster::CommandLine => Actor::Operator,
                Poster::Adapter => Actor::Nobody,
            },
            subject: Some(&made.entry_id),
            fields: json!({
                "kind": "top_up",
                "amount_minor": told.amount.minor,
                "reference": told.reference,
            }),
        };
        audit::append(tx, entry, trace, now).await?;
    }
    Ok(())
}
