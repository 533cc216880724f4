//! Rows that have served their time.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;

use crate::{
    database::Database,
    entity::{attempt, device, qr_request, session, ticket},
    error::Error,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Removes attempts, tickets and sign-ins by QR code after a day, sessions a month after their end, and browsers half a year
/// after the last sign-in from them. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn sweep(db: &Database, now: Timestamp) -> Result<(), Error> {
    let yesterday = now.as_millisecond() - DAY_MS;
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
