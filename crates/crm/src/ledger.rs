//! Balances. A wallet's balance is the sum of its entries; entries are added, never changed.

mod check;
mod correct;
mod refund;
mod top_up;

use std::fmt;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};

pub use self::{
    check::{LedgerCheck, Mismatch, alert_operators, check_ledger},
    correct::{Correction, correct},
    refund::{Charged, refund},
    top_up::{Payee, Posted, Poster, TopUp, top_up},
};
pub use crate::entity::ledger_entry::LedgerKind;
use crate::{
    entity::{ledger_entry, wallet},
    error::{Error, Field, FieldError, FieldFault},
    id::new_id,
};

/// The currency of every balance of the server.
pub(crate) const CURRENCY: &str = "EUR";

/// The most that moves at once, in the smallest units.
pub(crate) const MOST_MOVED: i64 = 1_000_000_000_000;

/// Balances stay within this either way, so that every reader of JSON can count with them.
const MOST_HELD: i64 = 1_000_000_000_000_000;

/// An amount of money, in the smallest units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Hundredths for most currencies.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl From<wallet::Model> for Money {
    fn from(row: wallet::Model) -> Self {
        Self {
            minor: row.balance_minor,
            currency: row.currency,
        }
    }
}

/// For letters, which know one way to write amounts: `-12.50 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.minor.unsigned_abs() / 100,
            self.minor.unsigned_abs() % 100,
        );
        write!(f, "{sign}{whole}.{rest:02} {}", self.currency)
    }
}

/// Whether somebody may ask for an amount to be moved.
pub(crate) fn check_amount(minor: i64) -> Result<(), FieldFault> {
    if (1..=MOST_MOVED).contains(&minor) {
        Ok(())
    } else {
        Err(FieldFault::Invalid)
    }
}

/// Whose money a wallet holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holder<'a> {
    Account(&'a str),
    Crm(&'a str),
}

/// One movement of money.
pub(crate) struct Posting<'a> {
    pub(crate) kind: LedgerKind,
    pub(crate) amount_minor: i64,
    /// Makes it happen once: unique in its wallet and kind.
    pub(crate) reference: &'a str,
    /// What the entries of one transfer have in common.
    pub(crate) pair_id: Option<&'a str>,
    /// The entry that it puts right.
    pub(crate) corrects_id: Option<&'a str>,
    /// Words for whoever reads the history.
    pub(crate) note: &'a str,
    pub(crate) posted_by: Option<&'a str>,
    /// The name of the CRM that it is about, which may be gone when it is read.
    pub(crate) crm_name: Option<&'a str>,
}

/// The balance of a holder, or `None` where there never was money.
pub(crate) async fn balance<C: ConnectionTrait>(
    db: &C,
    holder: Holder<'_>,
) -> Result<Option<Money>, Error> {
    Ok(find(db, holder).await?.map(Money::from))
}

/// The wallet of a holder, made if need be.
pub(crate) async fn wallet<C: ConnectionTrait>(
    db: &C,
    holder: Holder<'_>,
    currency: &str,
    now: Timestamp,
) -> Result<wallet::Model, Error> {
    if let Some(wallet) = find(db, holder).await? {
        return Ok(wallet);
    }
    let at = now.as_millisecond();
    let (account_id, crm_id) = match holder {
        Holder::Account(id) => (Some(id.to_owned()), None),
        Holder::Crm(id) => (None, Some(id.to_owned())),
    };
    let row = wallet::ActiveModel {
        id: Set(new_id(now)),
        account_id: Set(account_id),
        crm_id: Set(crm_id),
        currency: Set(currency.to_owned()),
        balance_minor: Set(0),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(db).await?)
}

/// Adds an entry, and its amount to the balance. Returns the entry's id.
///
/// # Errors
/// [`Error::Invalid`] when the balance would be larger than any may be.
pub(crate) async fn post<C: ConnectionTrait>(
    db: &C,
    wallet: &wallet::Model,
    posting: Posting<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let field = Field::Amount;
    let fault = FieldFault::Invalid;
    let changed = post_above(db, wallet, -MOST_HELD, posting, now).await?;
    changed.ok_or_else(|| Error::Invalid(vec![FieldError { field, fault }]))
}

/// Takes money out of a wallet that has as much. Returns the entry's id.
///
/// # Errors
/// [`Error::InsufficientFunds`].
pub(crate) async fn take_out<C: ConnectionTrait>(
    db: &C,
    wallet: &wallet::Model,
    posting: Posting<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let changed = post_above(db, wallet, 0, posting, now).await?;
    changed.ok_or(Error::InsufficientFunds)
}

/// Adds an entry, and its amount to a balance that stays within bounds; otherwise nothing may be committed.
async fn post_above<C: ConnectionTrait>(
    db: &C,
    wallet: &wallet::Model,
    lowest: i64,
    posting: Posting<'_>,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let (id, at) = (new_id(now), now.as_millisecond());
    let amount = posting.amount_minor;
    let changed = wallet::Entity::update_many()
        .col_expr(
            wallet::Column::BalanceMinor,
            Expr::col(wallet::Column::BalanceMinor).add(amount),
        )
        .col_expr(wallet::Column::UpdatedAt, Expr::value(at))
        .filter(wallet::COLUMN.id.eq(wallet.id.as_str()))
        // Asked of the row, not of what was read of it.
        .filter(
            wallet::COLUMN
                .balance_minor
                .gte(lowest.saturating_sub(amount)),
        )
        .filter(
            wallet::COLUMN
                .balance_minor
                .lte(MOST_HELD.saturating_sub(amount)),
        )
        .exec(db)
        .await?;
    if changed.rows_affected != 1 {
        return Ok(None);
    }
    let row = ledger_entry::ActiveModel {
        id: Set(id.clone()),
        wallet_id: Set(wallet.id.clone()),
        kind: Set(posting.kind),
        amount_minor: Set(amount),
        currency: Set(wallet.currency.clone()),
        reference: Set(posting.reference.to_owned()),
        pair_id: Set(posting.pair_id.map(str::to_owned)),
        corrects_id: Set(posting.corrects_id.map(str::to_owned)),
        note: Set(posting.note.to_owned()),
        posted_by: Set(posting.posted_by.map(str::to_owned)),
        crm_name_copy: Set(posting.crm_name.map(str::to_owned)),
        created_at: Set(at),
    };
    row.insert(db).await?;
    Ok(Some(id))
}

async fn find<C: ConnectionTrait>(
    db: &C,
    holder: Holder<'_>,
) -> Result<Option<wallet::Model>, Error> {
    let wallets = wallet::Entity::find();
    let wallets = match holder {
        Holder::Account(id) => wallets.filter(wallet::COLUMN.account_id.eq(id)),
        Holder::Crm(id) => wallets.filter(wallet::COLUMN.crm_id.eq(id)),
    };
    Ok(wallets.one(db).await?)
}

#[cfg(test)]
mod tests;
