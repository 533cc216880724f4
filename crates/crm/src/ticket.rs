//! Tickets: short-lived secrets that move a person between two steps, each once.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, QueryOrder as _, UpdateMany, entity::prelude::*,
    sea_query::Expr,
};
use serde_json::Value;

pub(crate) use crate::entity::ticket::{Model as Ticket, TicketKind};
use crate::{
    entity::ticket,
    error::Error,
    id::new_id,
    instant::after,
    principal::Principal,
    token::{Token, TokenHash},
};

impl Ticket {
    /// Whose it is, if it is somebody's.
    pub(crate) fn principal(&self) -> Option<Principal> {
        Principal::of_columns(
            self.account_id.as_deref(),
            self.crm_id.as_deref(),
            self.crm_user_id.as_deref(),
        )
    }
}

/// A ticket to be made.
pub(crate) struct NewTicket<'a> {
    pub(crate) kind: TicketKind,
    pub(crate) secret: TokenHash,
    pub(crate) principal: Option<&'a Principal>,
    pub(crate) payload: Value,
    /// The only browser that may use it, if it is bound to one.
    pub(crate) browser: Option<&'a Token>,
    /// `None`: until it is used.
    pub(crate) life: Option<Duration>,
}

/// Writes a ticket down.
pub(crate) async fn issue<C: ConnectionTrait>(
    db: &C,
    new: NewTicket<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let row = ticket::ActiveModel {
        id: Set(new_id(now)),
        kind: Set(new.kind),
        secret_hash: Set(new.secret.to_hex()),
        principal_key: Set(new.principal.map(Principal::key)),
        account_id: Set(new.principal.and_then(Principal::account_id)),
        crm_id: Set(new.principal.and_then(Principal::crm_id)),
        crm_user_id: Set(new.principal.and_then(Principal::crm_user_id)),
        payload: Set(new.payload),
        browser_hash: Set(new.browser.map(|device| device.hash().to_hex())),
        expires_at: Set(new.life.map(|life| after(now, life))),
        used_at: Set(None),
        used_by: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    row.insert(db).await?;
    Ok(())
}

/// A ticket that is good now, without using it.
pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    secret: TokenHash,
    now: Timestamp,
) -> Result<Option<Ticket>, Error> {
    find_by_hash(db, kind, &secret.to_hex(), now).await
}

/// The same by the hash of its secret.
pub(crate) async fn find_by_hash<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Ticket>, Error> {
    let row = ticket::Entity::find()
        .filter(ticket::COLUMN.kind.eq(kind))
        .filter(ticket::COLUMN.secret_hash.eq(hash))
        .filter(ticket::COLUMN.used_at.is_null())
        .filter(lives(now))
        .one(db)
        .await?;
    Ok(row)
}

/// Marks a ticket as used, and returns it only to the one who did. `crm_id` is the CRM for which it
/// must be, where it is for one.
pub(crate) async fn use_up<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    secret: TokenHash,
    crm_id: Option<&str>,
    now: Timestamp,
) -> Result<Option<Ticket>, Error> {
    let mut using = ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(ticket::COLUMN.kind.eq(kind))
        .filter(ticket::COLUMN.secret_hash.eq(secret.to_hex()))
        .filter(ticket::COLUMN.used_at.is_null())
        .filter(lives(now));
    if let Some(crm_id) = crm_id {
        using = using.filter(ticket::COLUMN.crm_id.eq(crm_id));
    }
    if using.exec(db).await?.rows_affected != 1 {
        return Ok(None);
    }
    let row = ticket::Entity::find()
        .filter(ticket::COLUMN.kind.eq(kind))
        .filter(ticket::COLUMN.secret_hash.eq(secret.to_hex()))
        .one(db)
        .await?;
    Ok(row)
}

fn lives(now: Timestamp) -> Condition {
    Condition::any()
        .add(ticket::COLUMN.expires_at.is_null())
        .add(ticket::COLUMN.expires_at.gt(now.as_millisecond()))
}

/// Voids the unused tickets of one kind that a principal has.
pub(crate) async fn void<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    principal: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    unused(kind, principal, now).exec(db).await?;
    Ok(())
}

/// Those of one kind that a principal has and that are good now, oldest first.
pub(crate) async fn good<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    principal: &Principal,
    now: Timestamp,
) -> Result<Vec<Ticket>, Error> {
    let rows = ticket::Entity::find()
        .filter(ticket::COLUMN.kind.eq(kind))
        .filter(ticket::COLUMN.principal_key.eq(principal.key()))
        .filter(ticket::COLUMN.used_at.is_null())
        .filter(lives(now))
        .order_by_asc(ticket::COLUMN.created_at)
        .order_by_asc(ticket::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows)
}

/// Voids one that isn't used.
pub(crate) async fn void_one<C: ConnectionTrait>(
    db: &C,
    ticket: &Ticket,
    now: Timestamp,
) -> Result<(), Error> {
    ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(ticket::COLUMN.id.eq(ticket.id.as_str()))
        .filter(ticket::COLUMN.used_at.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Voids the unused tickets of one kind that a principal has and that were issued after this moment.
pub(crate) async fn void_since<C: ConnectionTrait>(
    db: &C,
    kind: TicketKind,
    principal: &Principal,
    since: i64,
    now: Timestamp,
) -> Result<(), Error> {
    unused(kind, principal, now)
        .filter(ticket::COLUMN.created_at.gt(since))
        .exec(db)
        .await?;
    Ok(())
}

fn unused(kind: TicketKind, principal: &Principal, now: Timestamp) -> UpdateMany<ticket::Entity> {
    ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(ticket::COLUMN.kind.eq(kind))
        .filter(ticket::COLUMN.principal_key.eq(principal.key()))
        .filter(ticket::COLUMN.used_at.is_null())
}
