//! Rewards that are paid out. The money leaves the wallet with the request, and comes back when it is rejected.

mod decide;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, QueryOrder as _, QuerySelect as _,
    entity::prelude::*,
};
use serde_json::{Value, json};

pub use self::decide::{Decision, OpenPayout, decide_payout, open_payouts};
use super::{
    Programme,
    membership::{hold, payable},
    moment,
};
use crate::{
    audit,
    database::Database,
    entity::payout::{self, PayoutState},
    error::{Error, Field, FieldError},
    id::new_id,
    idempotency::{self, Request},
    ledger::{self, CURRENCY, Holder, LedgerKind, Money, Posting, check_amount},
    session::PortalSession,
    step_up,
    trace::RequestTrace,
};

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
