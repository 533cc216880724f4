//! What is left of the holder of a closed account once it can't be brought back: nothing. The account's row stays
//! without a name or an address, for its money and its audit log.

use jiff::Timestamp;
use sea_orm::{
    Condition, DatabaseTransaction, QuerySelect as _, entity::prelude::*, sea_query::Expr,
};

use super::REOPENING;
use crate::{
    database::{Database, Exclusive},
    entity::account,
    erase::erase,
    error::Error,
    locale::Locale,
    principal::Principal,
};

/// Accounts that are looked for at once.
const BATCH: u64 = 100;

/// Tables that hold rows of an account's holder, children before parents, and none after they are forgotten.
pub(super) const FORGOTTEN: [&str; 7] = [
    "ticket",
    "session",
    "identity_link",
    "passkey",
    "device",
    "credential",
    "membership",
];

/// Removes what is left of the holders of accounts that can't be brought back any more, each in a transaction
/// of its own.
pub(crate) async fn forget_closed(db: &Database, now: Timestamp) -> Result<(), Error> {
    loop {
        let due = account::Entity::find()
            .filter(is_due(now))
            .limit(BATCH)
            .all(db.read())
            .await?;
        for row in &due {
            let tx = db.write().await?;
            Exclusive::Account(&row.id).hold(&tx).await?;
            if clear(&tx, &row.id, now).await? {
                // Letters that wait may be for whoever has the address by now.
                erase(&tx, &Principal::account(&row.id), &FORGOTTEN, &row.email).await?;
                tx.commit().await?;
            }
        }
        if due.is_empty() {
            return Ok(());
        }
    }
}

fn is_due(now: Timestamp) -> Condition {
    let latest = now.checked_sub(REOPENING).unwrap_or(Timestamp::MIN);
    Condition::all()
        .add(account::COLUMN.closed_at.lte(latest.as_millisecond()))
        .add(account::COLUMN.email_norm.ne(""))
}

/// Takes what tells of the holder out of the account's row; false when it was brought back, or forgotten,
/// meanwhile.
async fn clear(tx: &DatabaseTransaction, id: &str, now: Timestamp) -> Result<bool, Error> {
    let cleared = account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(""))
        .col_expr(account::Column::EmailNorm, Expr::value(""))
        .col_expr(account::Column::Name, Expr::value(""))
        .col_expr(account::Column::PhotoHash, Expr::value(None::<String>))
        .col_expr(account::Column::EmailVerifiedAt, Expr::value(None::<i64>))
        .col_expr(account::Column::ReferralCode, Expr::value(None::<String>))
        .col_expr(account::Column::ReferralActive, Expr::value(false))
        .col_expr(
            account::Column::Locale,
            Expr::value(Locale::default().tag()),
        )
        .col_expr(account::Column::TimeZone, Expr::value("UTC"))
        .col_expr(
            account::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(account::COLUMN.id.eq(id))
        .filter(is_due(now))
        .exec(tx)
        .await?;
    Ok(cleared.rows_affected == 1)
}
