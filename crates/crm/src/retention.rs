//! Rows that have served their time. They go in batches, each in a transaction of its own, so that others get their
//! turn; and each deletion repeats why, so that what somebody begins to use in this moment stays.

use jiff::Timestamp;
use sea_orm::{Condition, QuerySelect as _, QueryTrait as _, entity::prelude::*};

use crate::{
    database::Database,
    entity::{account, attempt, device, qr_request, session, ticket},
    error::Error,
    portal, sign_up,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Rows deleted in one transaction.
pub(crate) const BATCH: u64 = 1_000;

/// Removes attempts, tickets and sign-ins by QR code after a day, accounts that nobody confirmed a week after they were asked for,
/// what is left of closed accounts after thirty days, sessions a month after their end, and browsers half a year after the last sign-in from them. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn sweep(db: &Database, now: Timestamp) -> Result<(), Error> {
    let yesterday = now.as_millisecond() - DAY_MS;
    let week_ago = now.as_millisecond() - 7 * DAY_MS;
    let month_ago = now.as_millisecond() - 30 * DAY_MS;
    let half_a_year_ago = now.as_millisecond() - 180 * DAY_MS;
    delete::<attempt::Entity>(db, attempt::Column::Id, attempt::COLUMN.at.lt(yesterday)).await?;
    let old = ticket::COLUMN.expires_at.lt(yesterday);
    delete::<ticket::Entity>(db, ticket::Column::Id, old).await?;
    forget_pending(db, week_ago).await?;
    portal::forget_closed(db, now).await?;
    let old = qr_request::COLUMN.expires_at.lt(yesterday);
    delete::<qr_request::Entity>(db, qr_request::Column::Id, old).await?;
    let old = session::COLUMN.absolute_until.lt(month_ago);
    delete::<session::Entity>(db, session::Column::Id, old).await?;
    // No session is as old as that, so that none points to it.
    let old = device::COLUMN.last_seen_at.lt(half_a_year_ago);
    delete::<device::Entity>(db, device::Column::Id, old).await
}

/// Deletes the rows of a table of which this is true.
async fn delete<E: EntityTrait>(
    db: &Database,
    id: E::Column,
    is_old: impl Into<Expr>,
) -> Result<(), Error> {
    let is_old = Condition::all().add(is_old.into());
    loop {
        let tx = db.write().await?;
        let some = E::find()
            .select_only()
            .column(id)
            .filter(is_old.clone())
            .limit(BATCH)
            .into_query();
        let gone = E::delete_many()
            .filter(is_old.clone())
            .filter(id.in_subquery(some))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        if gone.rows_affected < BATCH {
            return Ok(());
        }
    }
}

async fn forget_pending(db: &Database, before: i64) -> Result<(), Error> {
    loop {
        let tx = db.write().await?;
        let gone = sign_up::forget_pending(&tx, account::COLUMN.updated_at.lt(before)).await?;
        tx.commit().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait as _;

    use super::*;
    use crate::{portal::tests::numbers, sign_in::tests::Server};

    async fn sql(server: &Server, statement: &str) {
        let tx = server.db.write().await.expect("writable");
        tx.execute_unprepared(statement).await.expect("done");
        tx.commit().await.expect("committed");
    }

    #[tokio::test]
    async fn more_rows_go_than_one_batch_holds() {
        let server = Server::empty().await;
        let many = "INSERT INTO attempt (id, kind, key_hash, at) \
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
             SELECT 'old' || i, 'kind', 'key', 0 FROM n";
        sql(&server, many).await;
        let fresh = format!(
            "INSERT INTO attempt (id, kind, key_hash, at) VALUES ('new', 'kind', 'key', {})",
            server.now.as_millisecond()
        );
        sql(&server, &fresh).await;
        sweep(&server.db, server.now).await.expect("swept");
        assert_eq!(numbers(&server, "SELECT count(*) FROM attempt").await, 1);
    }

    #[tokio::test]
    async fn an_account_that_is_confirmed_in_this_moment_stays() {
        let server = Server::empty().await;
        sql(
            &server,
            "INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, \
             is_operator, version, created_at, updated_at) VALUES ('a', 'o@acme.example', \
             'o@acme.example', 'O', 'en', 'UTC', 'pending', false, 1, 0, 0)",
        )
        .await;
        let confirming = server.db.write().await.expect("writable");
        confirming
            .execute_unprepared("UPDATE account SET status = 'active'")
            .await
            .expect("done");
        let (swept, committed) = tokio::join!(sweep(&server.db, server.now), confirming.commit());
        committed.expect("committed");
        swept.expect("swept");
        assert_eq!(numbers(&server, "SELECT count(*) FROM account").await, 1);
    }
}
