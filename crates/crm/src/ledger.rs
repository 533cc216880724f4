//! Balances. A wallet's balance is the sum of its entries; entries are added, never changed.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};

pub(crate) use crate::entity::ledger_entry::LedgerKind;
use crate::{
    entity::{ledger_entry, wallet},
    error::Error,
    id::new_id,
};

/// An amount of money, in the smallest units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Hundredths for most currencies.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
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
    pub(crate) posted_by: Option<&'a str>,
    /// The name of the CRM that it is about, which may be gone when it is read.
    pub(crate) crm_name: Option<&'a str>,
}

/// The balance of a holder, or `None` where there never was money.
pub(crate) async fn balance<C: ConnectionTrait>(
    db: &C,
    holder: Holder<'_>,
) -> Result<Option<Money>, Error> {
    Ok(find(db, holder).await?.map(|wallet| Money {
        minor: wallet.balance_minor,
        currency: wallet.currency,
    }))
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

/// Adds an entry, and its amount to the balance.
pub(crate) async fn post<C: ConnectionTrait>(
    db: &C,
    wallet: &wallet::Model,
    posting: Posting<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = ledger_entry::ActiveModel {
        id: Set(new_id(now)),
        wallet_id: Set(wallet.id.clone()),
        kind: Set(posting.kind),
        amount_minor: Set(posting.amount_minor),
        currency: Set(wallet.currency.clone()),
        reference: Set(posting.reference.to_owned()),
        pair_id: Set(None),
        corrects_id: Set(None),
        note: Set(String::new()),
        posted_by: Set(posting.posted_by.map(str::to_owned)),
        crm_name_copy: Set(posting.crm_name.map(str::to_owned)),
        created_at: Set(at),
    };
    row.insert(db).await?;
    wallet::Entity::update_many()
        .col_expr(
            wallet::Column::BalanceMinor,
            Expr::col(wallet::Column::BalanceMinor).add(posting.amount_minor),
        )
        .col_expr(wallet::Column::UpdatedAt, Expr::value(at))
        .filter(wallet::COLUMN.id.eq(wallet.id.as_str()))
        .exec(db)
        .await?;
    Ok(())
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
