//! Rows that have served their time.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;

use crate::{
    database::Database,
    entity::{account, attempt, device, passkey, passkey_challenge, qr_request, session, ticket},
    error::Error,
    portal, sign_up,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Removes attempts, tickets, challenges, passkeys that were taken away and sign-ins by QR code after a day, accounts that nobody confirmed a week after they were asked for,
/// what is left of closed accounts after thirty days, sessions a month after their end, and browsers half a year after the last sign-in from them. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn sweep(db: &Database, now: Timestamp) -> Result<(), Error> {
    let yesterday = now.as_millisecond() - DAY_MS;
    let week_ago = now.as_millisecond() - 7 * DAY_MS;
    let month_ago = now.as_millisecond() - 30 * DAY_MS;
    let half_a_year_ago = now.as_millisecond() - 180 * DAY_MS;
    let tx = db.write().await?;
    attempt::Entity::delete_many()
        .filter(attempt::COLUMN.at.lt(yesterday))
        .exec(&tx)
        .await?;
    ticket::Entity::delete_many()
        .filter(ticket::COLUMN.expires_at.lt(yesterday))
        .exec(&tx)
        .await?;
    passkey_challenge::Entity::delete_many()
        .filter(passkey_challenge::COLUMN.expires_at.lt(yesterday))
        .exec(&tx)
        .await?;
    passkey::Entity::delete_many()
        .filter(passkey::COLUMN.removed_at.lt(yesterday))
        .exec(&tx)
        .await?;
    let unconfirmed = account::COLUMN.updated_at.lt(week_ago);
    sign_up::forget_pending(&tx, unconfirmed).await?;
    portal::forget_closed(&tx, now).await?;
    qr_request::Entity::delete_many()
        .filter(qr_request::COLUMN.expires_at.lt(yesterday))
        .exec(&tx)
        .await?;
    session::Entity::delete_many()
        .filter(session::COLUMN.absolute_until.lt(month_ago))
        .exec(&tx)
        .await?;
    // No session is as old as that, so that none points to it.
    device::Entity::delete_many()
        .filter(device::COLUMN.last_seen_at.lt(half_a_year_ago))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
