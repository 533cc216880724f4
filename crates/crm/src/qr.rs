//! Sign-in by QR code: a screen that waits, and a person signed in elsewhere who lets it in.
//!
//! Modelled on the device grant (RFC 8628). What the screen shows only names the request. What signs in is a
//! secret that the waiting browser alone has, and it does so once the person has picked the number that
//! stands on the screen: whoever was sent somebody else's code doesn't know it.

mod approver;
pub mod hand_off;
mod matching;
mod network;
mod waiting;
mod way;

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, UpdateMany, entity::prelude::*, sea_query::Expr};
use serde_json::Value;

pub use approver::{Which, approve, deny, look_up};
pub use matching::Asked;
pub use waiting::{Begun, Exchanged, Progress, begin, exchange, progress};

use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, crm_by_id},
    entity::qr_request::{Column, Entity, Model, QrState},
    error::Error,
    token::Token,
    trace::RequestTrace,
};

/// How long a request waits.
pub const REQUEST_LIFE: Duration = Duration::from_mins(2);

/// How often the waiting browser asks.
pub const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// How far a request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody looked at it yet.
    Pending,
    /// Somebody who could approve it looks at it.
    Scanned,
    /// It was approved, and can be exchanged once.
    Approved,
    /// It was denied, or the wrong number was picked.
    Denied,
    /// It was exchanged.
    Consumed,
    /// Nobody decided in time, or the waiting browser didn't come for it.
    Expired,
}

impl State {
    fn of(row: &Model, now: Timestamp) -> Self {
        let is_late = row.expires_at <= now.as_millisecond();
        match row.state {
            QrState::Denied => Self::Denied,
            QrState::Consumed => Self::Consumed,
            _ if is_late => Self::Expired,
            QrState::Pending => Self::Pending,
            QrState::Scanned => Self::Scanned,
            QrState::Approved => Self::Approved,
        }
    }
}

/// The CRM that a request names, if it names one that there is.
///
/// # Errors
/// [`Error::Database`].
pub async fn target<C: ConnectionTrait>(db: &C, id: &str) -> Result<Option<Crm>, Error> {
    let row = Entity::find_by_id(id.to_owned()).one(db).await?;
    match row.and_then(|row| row.crm_id) {
        Some(crm_id) => crm_by_id(db, &crm_id).await,
        None => Ok(None),
    }
}

/// What a code is found by.
fn code_hash(canonical: &Sensitive<String>) -> String {
    Token::presented(canonical.clone()).hash().to_hex()
}

/// Takes a request on in time: of many who try, for one it affects a row.
fn advancing(id: &str, from: &[QrState], to: QrState, now: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(to.to_value()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(from.iter().copied()))
        .filter(Column::ExpiresAt.gt(now.as_millisecond()))
}

/// Notes what somebody did about a request who isn't known here, in the log of where it leads.
async fn log_nobody<C: ConnectionTrait>(
    db: &C,
    row: &Model,
    (action, fields): (&'static str, Value),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let crm_id = row.crm_id.as_deref();
    let entry = audit::Entry {
        scope: crm_id.map_or(AuditScope::Server, |_| AuditScope::Crm),
        scope_id: crm_id.unwrap_or(audit::SERVER),
        action,
        actor: Actor::Nobody,
        subject: Some(&row.id),
        fields,
    };
    audit::append(db, entry, trace, now).await
}

#[cfg(test)]
mod tests;
