//! Rewards that are paid out. The money leaves the wallet with the request, and comes back when it is rejected.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, QueryOrder as _, QuerySelect as _,
    entity::prelude::*, sea_query::Expr,
};
use serde_json::{Value, json};

use super::{
    Programme,
    membership::{hold, payable},
    moment,
};
use crate::{
    audit::{self, Actor, AuditScope},
    database::{Database, Exclusive},
    entity::{
        account, ledger_entry,
        payout::{self, PayoutState},
    },
    error::{Error, Field, FieldError},
    id::new_id,
    idempotency::{self, Request},
    ledger::{self, CURRENCY, Holder, LedgerKind, Money, Posting, check_amount},
    letter::{Letter, MoneyLetter},
    outbox::{self, Recipient},
    session::PortalSession,
    step_up,
    text::{check_length, tidy},
    trace::RequestTrace,
};

const LONGEST_REFERENCE: usize = 200;

/// A request for money to be paid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Permanent id.
    pub id: String,
    /// How much.
    pub amount: Money,
    /// Where it is.
    pub state: PayoutState,
    /// The operator's word; empty while there is none.
    pub reference: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// When the operator decided.
    pub decided_at: Option<Timestamp>,
}

/// A request that waits for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPayout {
    /// Permanent id.
    pub id: String,
    /// Whose it is, by their e-mail address; empty for an account that is forgotten.
    pub email: String,
    /// How much.
    pub amount: Money,
    /// When it was asked for.
    pub at: Timestamp,
}

/// What the operator has done about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The money was sent.
    Paid,
    /// It wasn't.
    Rejected,
}

/// Asks for money to be paid out, which leaves the wallet. The same request again asks for none.
///
/// # Errors
/// [`Error::Invalid`], [`Error::PayoutBelowMinimum`], [`Error::CurrencyMismatch`], [`Error::StepUpRequired`],
/// [`Error::RulesNotAccepted`], [`Error::InsufficientFunds`] for more than rewards have brought,
/// [`Error::IdempotencyKeyReused`].
pub async fn request_payout(
    db: &Database,
    session: &PortalSession,
    programme: &Programme,
    amount: &Money,
    request: &Request,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    check_amount(amount.minor).map_err(|fault| {
        let field = Field::Amount;
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    if amount.currency != CURRENCY {
        return Err(Error::CurrencyMismatch);
    }
    if amount.minor < programme.minimum_payout_minor {
        return Err(Error::PayoutBelowMinimum);
    }
    let tx = db.write().await?;
    let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
    if earlier.is_some() {
        return Ok(());
    }
    // After what is only told again.
    step_up::require(session, now)?;
    let holder = hold(&tx, session).await?;
    if holder.referral_accepted_at.is_none() {
        return Err(Error::RulesNotAccepted);
    }
    if payable(&tx, &holder.id).await? < amount.minor {
        return Err(Error::InsufficientFunds);
    }
    let id = insert(&tx, &holder.id, amount, now).await?;
    let wallet = ledger::wallet(&tx, Holder::Account(&holder.id), CURRENCY, now).await?;
    let posting = Posting {
        kind: LedgerKind::Payout,
        amount_minor: -amount.minor,
        reference: &id,
        pair_id: None,
        corrects_id: None,
        note: "",
        posted_by: Some(&holder.id),
        crm_name: None,
    };
    ledger::take_out(&tx, &wallet, posting, now).await?;
    let fields = json!({ "payout": id, "amount_minor": amount.minor });
    let (who, action) = (&session.principal, "referral.payout_requested");
    audit::append_own(&tx, who, action, fields, trace, now).await?;
    let result = Value::from(id);
    idempotency::remember(&tx, who, "payout", request, result, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn insert(
    tx: &DatabaseTransaction,
    account_id: &str,
    amount: &Money,
    now: Timestamp,
) -> Result<String, Error> {
    let (id, at) = (new_id(now), now.as_millisecond());
    let row = payout::ActiveModel {
        id: Set(id.clone()),
        account_id: Set(account_id.to_owned()),
        amount_minor: Set(amount.minor),
        currency: Set(amount.currency.clone()),
        state: Set(PayoutState::Requested),
        reference: Set(String::new()),
        decided_by: Set(None),
        decided_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(account_id.to_owned())),
        updated_by: Set(None),
    };
    row.insert(tx).await?;
    Ok(id)
}

/// What an account has asked for, the last first, after one that was read before.
///
/// # Errors
/// [`Error::Database`].
pub async fn payouts<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<Payout>, Error> {
    let mut found =
        payout::Entity::find().filter(payout::COLUMN.account_id.eq(session.who.id.as_str()));
    if let Some(after) = after {
        // Ids sort by time.
        found = found.filter(payout::COLUMN.id.lt(after));
    }
    let found = found.order_by_desc(payout::COLUMN.id).limit(most);
    Ok(found.all(db).await?.into_iter().map(Payout::from).collect())
}

/// What waits for the operator, the first first.
///
/// # Errors
/// [`Error::Database`].
pub async fn open_payouts<C: ConnectionTrait>(db: &C) -> Result<Vec<OpenPayout>, Error> {
    let rows = payout::Entity::find()
        .filter(payout::COLUMN.state.eq(PayoutState::Requested))
        .order_by_asc(payout::COLUMN.id)
        .all(db)
        .await?;
    let mut open = Vec::new();
    for row in rows {
        let holder = account::Entity::find_by_id(row.account_id.clone())
            .one(db)
            .await?;
        open.push(OpenPayout {
            email: holder.map(|holder| holder.email).unwrap_or_default(),
            amount: money_of(&row),
            at: moment(row.created_at),
            id: row.id,
        });
    }
    Ok(open)
}

/// Notes what the operator has done about a request, by the command line, and tells whose it is. What is rejected is
/// in the wallet again.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a reference that is missing or too long, [`Error::PayoutDecided`].
pub async fn decide_payout(
    db: &Database,
    id: &str,
    decision: Decision,
    reference: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let reference = tidy(reference);
    check_length(&reference, LONGEST_REFERENCE).map_err(|fault| {
        let field = Field::Reference;
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    let row = payout::Entity::find_by_id(id.to_owned()).one(db.read());
    let row = row.await?.ok_or(Error::NotFound)?;
    let tx = db.write().await?;
    Exclusive::Account(&row.account_id).hold(&tx).await?;
    let (state, action) = match decision {
        Decision::Paid => (PayoutState::Paid, "referral.payout_paid"),
        Decision::Rejected => (PayoutState::Rejected, "referral.payout_rejected"),
    };
    let at = now.as_millisecond();
    let decided = payout::Entity::update_many()
        .col_expr(payout::Column::State, Expr::value(state.to_value()))
        .col_expr(payout::Column::Reference, Expr::value(reference.as_str()))
        .col_expr(payout::Column::DecidedBy, Expr::value("command_line"))
        .col_expr(payout::Column::DecidedAt, Expr::value(at))
        .col_expr(payout::Column::UpdatedAt, Expr::value(at))
        .filter(payout::COLUMN.id.eq(id))
        .filter(payout::COLUMN.state.eq(PayoutState::Requested))
        .exec(&tx)
        .await?;
    if decided.rows_affected != 1 {
        return Err(Error::PayoutDecided);
    }
    if decision == Decision::Rejected {
        give_back(&tx, &row, &reference, now).await?;
    }
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: &row.account_id,
        action,
        actor: Actor::Operator,
        subject: Some(id),
        fields: json!({ "amount_minor": row.amount_minor, "reference": reference }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tell(&tx, &row, decision, reference, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn give_back(
    tx: &DatabaseTransaction,
    row: &payout::Model,
    note: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let holder = Holder::Account(&row.account_id);
    let wallet = ledger::wallet(tx, holder, &row.currency, now).await?;
    let taken = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Payout))
        .filter(ledger_entry::COLUMN.reference.eq(row.id.as_str()))
        .one(tx)
        .await?;
    let posting = Posting {
        kind: LedgerKind::Payout,
        amount_minor: row.amount_minor,
        reference: &format!("{}:rejected", row.id),
        pair_id: None,
        corrects_id: taken.as_ref().map(|entry| entry.id.as_str()),
        note,
        posted_by: Some("command_line"),
        crm_name: None,
    };
    ledger::post(tx, &wallet, posting, now).await?;
    Ok(())
}

async fn tell(
    tx: &DatabaseTransaction,
    row: &payout::Model,
    decision: Decision,
    reference: String,
    now: Timestamp,
) -> Result<(), Error> {
    let holder = account::Entity::find_by_id(row.account_id.clone())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let Some(holder) = holder else {
        return Ok(());
    };
    let amount = money_of(row).to_string();
    let about = match decision {
        Decision::Paid => MoneyLetter::PayoutPaid { amount, reference },
        Decision::Rejected => MoneyLetter::PayoutRejected { amount, reference },
    };
    let name = holder.name.clone();
    let to = Recipient::account(&holder);
    outbox::enqueue(tx, &Letter::Money { name, about }, to, now).await
}

fn money_of(row: &payout::Model) -> Money {
    Money {
        minor: row.amount_minor,
        currency: row.currency.clone(),
    }
}

impl From<payout::Model> for Payout {
    fn from(row: payout::Model) -> Self {
        Self {
            amount: money_of(&row),
            id: row.id,
            state: row.state,
            reference: row.reference,
            at: moment(row.created_at),
            decided_at: row.decided_at.map(moment),
        }
    }
}
