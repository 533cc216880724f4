//! Any wallet, as the operator reads it.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    crm_record::row_by_slug,
    email,
    entity::{ledger_entry, wallet},
    error::Error,
    ledger::{CURRENCY, LedgerKind, Money, Payee},
    portal::{EntryFilter, WalletEntry, entries},
    sign_up,
};

/// Money, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldWallet {
    /// The wallet; an account has none before its first money.
    pub id: Option<String>,
    /// The name of the CRM or the e-mail address of the account that it belongs to.
    pub holder: String,
    /// What is in it.
    pub balance: Money,
}

/// One movement of money, and what may be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookEntry {
    /// The movement.
    pub entry: WalletEntry,
    /// The entry that it puts right, if it does.
    pub corrects_id: Option<String>,
    /// It is a charge that wasn't given back.
    pub can_refund: bool,
}

/// The wallet of a CRM or an account.
///
/// # Errors
/// [`Error::NotFound`] for whom there isn't.
pub async fn wallet_of<C: ConnectionTrait>(
    db: &C,
    holder: Payee<'_>,
    now: Timestamp,
) -> Result<HeldWallet, Error> {
    let (holder, found) = match holder {
        Payee::Crm(slug) => {
            let crm = row_by_slug(db, slug, now).await?.ok_or(Error::NotFound)?;
            let found = wallet::COLUMN.crm_id.eq(crm.id.as_str());
            (crm.name, found)
        }
        Payee::Account(address) => {
            let address = email::normalise(address).ok_or(Error::NotFound)?;
            let account = sign_up::holder(db, &address).await?;
            let account = account.ok_or(Error::NotFound)?;
            let found = wallet::COLUMN.account_id.eq(account.id.as_str());
            (account.email, found)
        }
    };
    let row = wallet::Entity::find().filter(found).one(db).await?;
    let id = row.as_ref().map(|row| row.id.clone());
    let none = || Money {
        minor: 0,
        currency: CURRENCY.to_owned(),
    };
    Ok(HeldWallet {
        id,
        holder,
        balance: row.map_or_else(none, Money::from),
    })
}

/// Movements in any wallet, the last ones first, after one that was read before.
///
/// # Errors
/// [`Error::NotFound`] for a wallet that there isn't.
pub async fn book<C: ConnectionTrait>(
    db: &C,
    wallet_id: &str,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<BookEntry>, Error> {
    let row = wallet::Entity::find_by_id(wallet_id.to_owned());
    row.one(db).await?.ok_or(Error::NotFound)?;
    let rows = entries(db, wallet_id, &EntryFilter::default(), after, most).await?;
    let ids = rows.iter().map(|row| row.id.as_str());
    let refunds = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet_id))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Refund))
        .filter(ledger_entry::COLUMN.corrects_id.is_in(ids))
        .all(db)
        .await?;
    let is_refunded = |id: &str| {
        let mut given_back = refunds.iter().filter_map(|row| row.corrects_id.as_deref());
        given_back.any(|corrected| corrected == id)
    };
    let seen = |row: ledger_entry::Model| BookEntry {
        can_refund: row.kind == LedgerKind::Charge && !is_refunded(&row.id),
        corrects_id: row.corrects_id.clone(),
        entry: WalletEntry::from(row),
    };
    Ok(rows.into_iter().map(seen).collect())
}
