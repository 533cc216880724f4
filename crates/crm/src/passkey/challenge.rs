//! Challenges: what passkeys are asked to sign. Each is answered once, by the browser that asked.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::Value;

pub(super) use crate::entity::passkey_challenge::Purpose;
use crate::{
    database::Database,
    entity::passkey_challenge::{ActiveModel, COLUMN, Column, Entity},
    error::Error,
    id::new_id,
    instant::after,
    session::Session,
    token::Token,
    trace::RequestTrace,
};

/// How long an answer may take.
pub const CHALLENGE_LIFE: Duration = Duration::from_mins(5);

/// Where a challenge is asked for, which is the only place where its answer counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) purpose: Purpose,
    /// The session or the ticket; empty for a sign-in.
    pub(super) asked_in: &'a str,
    pub(super) browser: &'a Token,
}

impl<'a> Place<'a> {
    pub(super) fn in_session<W>(
        purpose: Purpose,
        session: &'a Session<W>,
        trace: &RequestTrace<'a>,
    ) -> Self {
        Self {
            purpose,
            asked_in: &session.id,
            browser: trace.device,
        }
    }
}

/// Writes a challenge down.
pub(super) async fn issue<C: ConnectionTrait>(
    db: &C,
    place: Place<'_>,
    state: Value,
    now: Timestamp,
) -> Result<Token, Error> {
    let token = Token::new();
    let row = ActiveModel {
        id: Set(new_id(now)),
        secret_hash: Set(token.hash().to_hex()),
        purpose: Set(place.purpose),
        asked_in: Set(place.asked_in.to_owned()),
        browser_hash: Set(place.browser.hash().to_hex()),
        state: Set(state),
        expires_at: Set(after(now, CHALLENGE_LIFE)),
        used_at: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    row.insert(db).await?;
    Ok(token)
}

/// Uses a challenge up, whatever comes of its answer, and returns its state to the one who did.
///
/// # Errors
/// [`Error::TicketInvalid`], also at another place than where it was asked for.
pub(super) async fn take(
    db: &Database,
    place: Place<'_>,
    secret: &Token,
    now: Timestamp,
) -> Result<Value, Error> {
    let hash = secret.hash().to_hex();
    let tx = db.write().await?;
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(COLUMN.secret_hash.eq(hash.as_str()))
        .filter(COLUMN.purpose.eq(place.purpose))
        .filter(COLUMN.asked_in.eq(place.asked_in))
        .filter(COLUMN.browser_hash.eq(place.browser.hash().to_hex()))
        .filter(COLUMN.used_at.is_null())
        .filter(COLUMN.expires_at.gt(now.as_millisecond()))
        .exec(&tx)
        .await?;
    if taken.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    let row = Entity::find()
        .filter(COLUMN.secret_hash.eq(hash))
        .one(&tx)
        .await?;
    tx.commit().await?;
    row.map(|row| row.state).ok_or(Error::TicketInvalid)
}
