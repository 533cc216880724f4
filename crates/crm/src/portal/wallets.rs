//! The money that an account may see: its own wallet, and those of the CRMs that it owns.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _, Select, entity::prelude::*};

use crate::{
    billing::Plan,
    crm_record::Crm,
    entity::{crm, ledger_entry, wallet},
    error::Error,
    ledger::{CURRENCY, LedgerKind, Money},
    session::PortalSession,
};

/// Money, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    /// The wallet; the account's own has none before its first money.
    pub id: Option<String>,
    /// The CRM whose it is; without one it's the account's own.
    pub crm: Option<Crm>,
    /// What is in it.
    pub balance: Money,
    /// How the CRM stands; of the account's own nothing is demanded.
    pub standing: Standing,
    /// The day, in the CRM's own calendar (YYYY-MM-DD), on which it pays next.
    pub billing_day: Option<String>,
    /// When members don't get in any more unless it's paid.
    pub suspended_at: Option<Timestamp>,
}

pub use crate::entity::crm::Standing;

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletEntry {
    /// Permanent id.
    pub id: String,
    /// Why it moved.
    pub kind: LedgerKind,
    /// How much, less than nothing when it went out.
    pub amount: Money,
    /// What made it happen once.
    pub reference: String,
    /// Words of whoever posted it.
    pub note: String,
    /// The CRM that it was about, by the name that it had then.
    pub crm_name: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Which movements.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    /// Of this kind alone.
    pub kind: Option<LedgerKind>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The account's wallet, and those of its CRMs by their names.
///
/// # Errors
/// [`Error::Database`].
pub async fn wallets<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    plan: &Plan,
) -> Result<Vec<Wallet>, Error> {
    let account_id = session.who.id.as_str();
    let own = wallet::Entity::find()
        .filter(wallet::COLUMN.account_id.eq(account_id))
        .one(db)
        .await?;
    let owned = crm::Entity::find()
        .filter(crm::COLUMN.owner_account_id.eq(account_id))
        .order_by_asc(crm::COLUMN.name)
        .order_by_asc(crm::COLUMN.id)
        .all(db)
        .await?;
    let ids = owned.iter().map(|crm| crm.id.as_str());
    let theirs = wallet::Entity::find()
        .filter(wallet::COLUMN.crm_id.is_in(ids))
        .all(db)
        .await?;
    let own = Wallet {
        id: own.as_ref().map(|row| row.id.clone()),
        crm: None,
        balance: own.map_or_else(
            || Money {
                minor: 0,
                currency: CURRENCY.to_owned(),
            },
            Money::from,
        ),
        standing: Standing::Good,
        billing_day: None,
        suspended_at: None,
    };
    let of_crms = owned.into_iter().filter_map(|crm| {
        let row = theirs
            .iter()
            .find(|row| row.crm_id.as_deref() == Some(crm.id.as_str()))?;
        Some(of_crm(crm, row.clone(), plan))
    });
    Ok(std::iter::once(own).chain(of_crms).collect())
}

fn of_crm(crm: crm::Model, row: wallet::Model, plan: &Plan) -> Wallet {
    Wallet {
        id: Some(row.id.clone()),
        balance: Money::from(row),
        standing: crm.standing,
        billing_day: crm.billing_day.clone(),
        suspended_at: crm.overdue_since.and_then(|since| plan.suspends_at(since)),
        crm: Some(Crm::from(crm)),
    }
}

/// Movements in a wallet, the last ones first, after one that was read before. There are more when as many come
/// back as were asked for.
///
/// # Errors
/// [`Error::NotFound`] for a wallet that the account may not see.
pub async fn wallet_entries<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    wallet_id: &str,
    filter: &EntryFilter,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<WalletEntry>, Error> {
    readable(db, session, wallet_id).await?;
    let rows = entries(db, wallet_id, filter, after, most).await?;
    Ok(rows.into_iter().map(WalletEntry::from).collect())
}

/// Movements in a wallet, whoever may see it.
pub(crate) async fn entries<C: ConnectionTrait>(
    db: &C,
    wallet_id: &str,
    filter: &EntryFilter,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<ledger_entry::Model>, Error> {
    let found = filtered(wallet_id, filter, after)
        .order_by_desc(ledger_entry::COLUMN.id)
        .limit(most);
    Ok(found.all(db).await?)
}

fn filtered(
    wallet_id: &str,
    filter: &EntryFilter,
    after: Option<&str>,
) -> Select<ledger_entry::Entity> {
    let mut found =
        ledger_entry::Entity::find().filter(ledger_entry::COLUMN.wallet_id.eq(wallet_id));
    if let Some(kind) = filter.kind {
        found = found.filter(ledger_entry::COLUMN.kind.eq(kind));
    }
    if let Some(from) = filter.from {
        found = found.filter(ledger_entry::COLUMN.created_at.gte(from.as_millisecond()));
    }
    if let Some(until) = filter.until {
        found = found.filter(ledger_entry::COLUMN.created_at.lt(until.as_millisecond()));
    }
    if let Some(after) = after {
        // Ids sort by time.
        found = found.filter(ledger_entry::COLUMN.id.lt(after));
    }
    found
}

/// Whether the account may see a wallet: its own, or that of a CRM which it owns.
async fn readable<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    wallet_id: &str,
) -> Result<(), Error> {
    let account_id = session.who.id.as_str();
    let row = wallet::Entity::find_by_id(wallet_id.to_owned())
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let is_theirs = match &row.crm_id {
        None => row.account_id.as_deref() == Some(account_id),
        Some(crm_id) => {
            let crm = crm::Entity::find_by_id(crm_id.clone()).one(db).await?;
            crm.is_some_and(|crm| crm.owner_account_id == account_id)
        }
    };
    if is_theirs {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

impl From<ledger_entry::Model> for WalletEntry {
    fn from(row: ledger_entry::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency,
            },
            reference: row.reference,
            note: row.note,
            crm_name: row.crm_name_copy,
            at: Timestamp::from_millisecond(row.created_at).unwrap_or(Timestamp::MIN),
        }
    }
}
