//! Rows that have served their time. They go in batches, each in a transaction of its own, so that others get their
//! turn; and each deletion repeats why, so that what somebody begins to use in this moment stays.

use jiff::Timestamp;

use crate::{
    audit, batch, database::Database, entity::account, error::Error, instant::DAY_MS, portal,
    sign_up, slug::claim,
};

/// Rows of one table that go: which instant of theirs counts, and how many days after it.
struct Rows(&'static str, &'static str, i64);

const ROWS: [Rows; 20] = [
    Rows("attempt", "at < ", 1),
    Rows("ticket", "expires_at < ", 1),
    // Whoever has signed up by one has a day for the letter's link.
    Rows("sign_up_link", "expires_at < ", 2),
    Rows("passkey_challenge", "expires_at < ", 1),
    Rows("passkey", "removed_at < ", 1),
    Rows("qr_request", "expires_at < ", 1),
    Rows("idempotency_key", "expires_at < ", 0),
    // Also those that nobody could send: what they say is out of date.
    Rows("outbox", "created_at < ", 30),
    Rows("job", "state = 'done' AND ended_at < ", 10),
    Rows("session", "absolute_until < ", 30),
    // No session is as old as that, so that none points to it.
    Rows("device", "last_seen_at < ", 180),
    Rows("api_key", "revoked_at < ", 30),
    Rows("api_key", "expires_at < ", 30),
    Rows("webhook_delivery", "created_at < ", 30),
    // Before the events that they point to.
    Rows("notification", "created_at < ", 60),
    Rows("event", "at < ", 400),
    Rows("held_username", "held_until < ", 0),
    Rows("crm_export", "expires_at < ", 0),
    // Those that nobody could make.
    Rows("crm_export", "created_at < ", 30),
    // As far back as statistics go.
    Rows("referral_click", "at < ", 367),
];

/// Removes exports, given-up usernames and former addresses of CRMs whose time is over, attempts, tickets, challenges,
/// passkeys that were taken away and sign-ins by QR code after a day, links to sign up by after two, answers that aren't
/// remembered any more, letters and deliveries of webhooks after thirty days, jobs that are done after ten, accounts that
/// nobody confirmed a week after they were asked for, what people were told after sixty days, what is left of closed
/// accounts after thirty, sessions and keys a month after their end, browsers half a year after the last sign-in from
/// them, visits of links after a year, what has happened in a CRM after four hundred days, and entries of audit logs
/// after as many as are set. Works for the whole server.
///
/// # Errors
/// [`Error::Database`]. What is left goes the next time.
pub async fn sweep(db: &Database, now: Timestamp) -> Result<(), Error> {
    for Rows(table, condition, days) in ROWS {
        let latest = now.as_millisecond() - days * DAY_MS;
        batch::delete_all(db, table, condition, latest).await?;
    }
    claim::forget_former(db, now).await?;
    let week_ago = now.as_millisecond() - 7 * DAY_MS;
    forget_pending(db, week_ago).await?;
    portal::forget_closed(db, now).await?;
    audit::trim_all(db, now).await
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
    use std::time::Duration;

    use sea_orm::ConnectionTrait as _;

    use super::*;
    use crate::{
        portal::tests::{another_crm, at_the_portal, numbers},
        sign_in::tests::Server,
    };

    async fn sql(server: &Server, statement: &str) {
        let tx = server.db.write().await.expect("writable");
        tx.execute_unprepared(statement).await.expect("done");
        tx.commit().await.expect("committed");
    }

    async fn count(server: &Server, table: &str) -> i64 {
        numbers(server, &format!("SELECT count(*) FROM {table}")).await
    }

    #[tokio::test]
    async fn answers_go_after_a_day_and_letters_after_thirty_sent_or_not() {
        let (server, _) = Server::set_up().await;
        let session = at_the_portal(&server).await;
        another_crm(&server, &session, None).await.expect("created");
        let letters = count(&server, "outbox").await;
        assert!(letters > 0, "the new CRM is told of");
        let day = Duration::from_hours(24);
        for (after, keys, letters) in [(day, 1, letters), (day * 30, 0, letters), (day * 31, 0, 0)]
        {
            let now = server.now.checked_add(after).expect("in range");
            sweep(&server.db, now).await.expect("swept");
            assert_eq!(count(&server, "idempotency_key").await, keys, "{after:?}");
            assert_eq!(count(&server, "outbox").await, letters, "{after:?}");
        }
    }

    #[tokio::test]
    async fn more_rows_than_one_batch_go_and_those_that_still_count_stay() {
        let server = Server::empty().await;
        let now = server.now.as_millisecond();
        let old = now - DAY_MS - 1;
        let tx = server.db.write().await.expect("writable");
        for (from, to, at) in [(1, 2_500, old), (2_501, 2_510, now - DAY_MS)] {
            tx.execute_unprepared(&format!(
                "WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) \
                 INSERT INTO attempt (id, kind, key_hash, at) \
                 SELECT CAST(i AS text), 'test', 'test', {at} FROM n"
            ))
            .await
            .expect("inserted");
        }
        tx.commit().await.expect("committed");
        sweep(&server.db, server.now).await.expect("swept");
        assert_eq!(count(&server, "attempt").await, 10);
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
