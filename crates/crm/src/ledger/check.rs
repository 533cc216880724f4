//! Whether every balance is the sum of its entries. What isn't is told, never repaired.

use jiff::{Timestamp, tz::TimeZone};
use sea_orm::{
    ConnectionTrait, FromQueryResult, PaginatorTrait as _, Statement, entity::prelude::*,
};

use crate::{
    database::Database,
    entity::{
        account::{self, AccountStatus},
        wallet,
    },
    error::Error,
    letter::{Letter, MoneyLetter},
    outbox::{self, Recipient},
};

/// What a check of all wallets found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCheck {
    /// Wallets that were looked at.
    pub wallets: u64,
    /// Wallets whose balance isn't the sum of their entries.
    pub mismatches: Vec<Mismatch>,
}

/// A wallet whose balance isn't the sum of its entries. Amounts are in the smallest units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Mismatch {
    /// The wallet.
    pub wallet_id: String,
    /// What it says.
    pub balance_minor: i64,
    /// What its entries say.
    pub sum_minor: i64,
}

/// Compares every balance with its entries. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn check_ledger<C: ConnectionTrait>(db: &C) -> Result<LedgerCheck, Error> {
    // One statement, so that it sees one moment.
    let sql = "SELECT w.id AS wallet_id, w.balance_minor AS balance_minor, \
               CAST(COALESCE(SUM(e.amount_minor), 0) AS bigint) AS sum_minor \
               FROM wallet w LEFT JOIN ledger_entry e ON e.wallet_id = w.id \
               GROUP BY w.id, w.balance_minor \
               HAVING w.balance_minor <> COALESCE(SUM(e.amount_minor), 0) ORDER BY w.id";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let mismatches = Mismatch::find_by_statement(statement).all(db).await?;
    let wallets = wallet::Entity::find().count(db).await?;
    Ok(LedgerCheck {
        wallets,
        mismatches,
    })
}

/// Writes to whoever runs the server that balances are wrong, once a day however often it is asked.
///
/// # Errors
/// [`Error::Database`].
pub async fn alert_operators(
    db: &Database,
    mismatches: &[Mismatch],
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let operators = account::Entity::find()
        .filter(account::COLUMN.is_operator.eq(true))
        .filter(account::COLUMN.status.eq(AccountStatus::Active))
        .filter(account::COLUMN.closed_at.is_null())
        .all(&tx)
        .await?;
    let day = now.to_zoned(TimeZone::UTC).date();
    for operator in operators {
        let letter = Letter::Money {
            name: operator.name.clone(),
            about: MoneyLetter::LedgerMismatch {
                count: mismatches.len(),
            },
        };
        let key = format!("ledger_mismatch:{}:{day}", operator.id);
        outbox::enqueue_once(&tx, &letter, Recipient::account(&operator), &key, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
