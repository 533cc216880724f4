//! Picking the number that stands on the screen that waits, among two others.

use std::{net::IpAddr, time::Duration};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, sea_query::Expr};
use serde_json::{Value, json};

use super::{State, advancing, network};
use crate::{
    attempt::{self, Attempt, QR_NUMBER_BY_PRINCIPAL},
    audit,
    crm_record::Crm,
    entity::qr_request::{Column, Model, QrState},
    error::Error,
    instant::millis,
    principal::Principal,
    trace::RequestTrace,
};

/// How long whoever is asked from another network is made to think.
const PAUSE: Duration = Duration::from_secs(5);

/// What the person decides about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request's id.
    pub id: String,
    /// The browser that waits; empty when it doesn't say.
    pub browser: String,
    /// Its system; empty when it doesn't say.
    pub os: String,
    /// Its address.
    pub ip: String,
    /// Since when it waits.
    pub requested_at: Timestamp,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// The CRM that it would be let into; without one it may choose from what the account opens.
    pub crm: Option<Crm>,
    /// "Keep me signed in".
    pub keep: bool,
    /// The number that it shows, among two others.
    pub numbers: [i32; 3],
    /// It is in another network than the person.
    pub is_other_network: bool,
    /// The person's own session began by QR code a moment ago, and approves none yet.
    pub is_session_too_new: bool,
    /// How long no approval is taken.
    pub wait: Duration,
}

/// Who decides about a request.
pub(super) enum Decider {
    /// Somebody who is here.
    Person(Principal),
    /// Somebody who comes here by the approval alone, with the key that their wrong numbers count under.
    Newcomer(String),
}

impl Decider {
    fn key(&self) -> String {
        match self {
            Self::Person(who) => who.key(),
            Self::Newcomer(key) => key.clone(),
        }
    }

    /// Notes what they decided in the log that they are in; a newcomer is in that of the request.
    async fn log<C: ConnectionTrait>(
        &self,
        db: &C,
        row: &Model,
        (action, fields): (&'static str, Value),
        trace: &RequestTrace<'_>,
        now: Timestamp,
    ) -> Result<(), Error> {
        match self {
            Self::Person(who) => audit::append_own(db, who, action, fields, trace, now).await,
            Self::Newcomer(_) => super::log_nobody(db, row, (action, fields), trace, now).await,
        }
    }
}

/// What the person decides about who may decide it. `too_new` is how long their session approves none yet.
pub(super) fn asked(
    row: Model,
    crm: Option<Crm>,
    too_new: Option<Duration>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Asked {
    let mut numbers = [row.number, row.decoy_a, row.decoy_b];
    // In an order that doesn't tell which is right.
    numbers.sort_unstable();
    let scanned_at = row.scanned_at.unwrap_or(now.as_millisecond());
    let pause = pause(&row, scanned_at, trace, now);
    let instant = |at: i64| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Asked {
        is_other_network: is_other_network(&row, trace),
        is_session_too_new: too_new.is_some(),
        wait: too_new.max(pause).unwrap_or_default(),
        id: row.id,
        browser: row.browser,
        os: row.os,
        ip: row.ip,
        requested_at: instant(row.created_at),
        expires_at: instant(row.expires_at),
        crm,
        keep: row.keep,
        numbers,
    }
}

/// Refuses a request that is decided or over.
///
/// # Errors
/// [`Error::QrDenied`], [`Error::QrExpired`].
pub(super) fn waits(row: &Model, now: Timestamp) -> Result<(), Error> {
    match State::of(row, now) {
        State::Pending | State::Scanned => Ok(()),
        State::Denied => Err(Error::QrDenied),
        State::Approved | State::Consumed | State::Expired => Err(Error::QrExpired),
    }
}

/// Counts a number as wrong before it is picked. It comes first in the transaction: what it holds stands before what
/// lets somebody in.
///
/// # Errors
/// [`Error::RateLimited`] after five wrong numbers.
pub(super) async fn count_number(
    tx: &DatabaseTransaction,
    who: &Decider,
    now: Timestamp,
) -> Result<Attempt, Error> {
    attempt::reserve(tx, &QR_NUMBER_BY_PRINCIPAL, &who.key(), now).await
}

/// Takes the number that somebody has picked for a request that waits. The right one isn't counted any more, and leaves
/// the transaction to what else comes of it. A wrong one denies the request for good. `by` is the session that vouches
/// for it, if one does.
///
/// # Errors
/// [`Error::QrDenied`] for a wrong number; [`Error::TicketInvalid`] for what nobody looked at; [`Error::SlowDown`]
/// while the person should think first; [`Error::QrExpired`].
pub(super) async fn pick(
    tx: DatabaseTransaction,
    row: &Model,
    (who, by): (&Decider, Option<&str>),
    (number, attempt): (i32, Attempt),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<DatabaseTransaction, Error> {
    let scanned_at = row.scanned_at.ok_or(Error::TicketInvalid)?;
    if let Some(retry_after) = pause(row, scanned_at, trace, now) {
        return Err(Error::SlowDown { retry_after });
    }
    if number != row.number {
        refuse(&tx, row, who, "wrong_number", trace, now).await?;
        tx.commit().await?;
        return Err(Error::QrDenied);
    }
    let approving = advancing(&row.id, &[QrState::Scanned], QrState::Approved, now)
        .col_expr(Column::ApprovedBy, Expr::value(by));
    if approving.exec(&tx).await?.rows_affected != 1 {
        return Err(Error::QrExpired);
    }
    attempt::forgive(&tx, attempt).await?;
    let action = if row.provider_id.is_some() {
        "sso.hand_off_approved"
    } else {
        "qr.approved"
    };
    who.log(&tx, row, (action, about(row)), trace, now).await?;
    Ok(tx)
}

/// Denies a request that waits, and says why in the log of whoever does.
///
/// # Errors
/// [`Error::QrExpired`].
pub(super) async fn refuse<C: ConnectionTrait>(
    tx: &C,
    row: &Model,
    who: &Decider,
    reason: &'static str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let waiting = [QrState::Pending, QrState::Scanned];
    let denying = advancing(&row.id, &waiting, QrState::Denied, now);
    if denying.exec(tx).await?.rows_affected != 1 {
        return Err(Error::QrExpired);
    }
    let mut fields = about(row);
    if let Value::Object(fields) = &mut fields {
        fields.insert("reason".to_owned(), reason.into());
    }
    let action = if row.provider_id.is_some() {
        "sso.hand_off_denied"
    } else {
        "qr.denied"
    };
    who.log(tx, row, (action, fields), trace, now).await
}

fn is_other_network(row: &Model, trace: &RequestTrace<'_>) -> bool {
    let waiting = row.ip.parse::<IpAddr>().ok();
    waiting.is_none_or(|ip| network::differ(ip, trace.ip))
}

/// How long the person should still think.
fn pause(
    row: &Model,
    scanned_at: i64,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Option<Duration> {
    let left = scanned_at + millis(PAUSE) - now.as_millisecond();
    let left = u64::try_from(left).ok().filter(|left| *left > 0)?;
    is_other_network(row, trace).then(|| Duration::from_millis(left))
}

fn about(row: &Model) -> Value {
    json!({ "request": row.id, "ip": row.ip, "browser": row.browser, "os": row.os })
}
