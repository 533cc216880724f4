//! The side of the person who is signed in: they see who asks, pick the number, or deny.

use std::{net::IpAddr, time::Duration};

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::{Value, json};

use super::{
    State, advancing, code_hash, network,
    way::{Way, way},
};
use crate::{
    attempt::{self, Attempt, QR_LOOK_UP_BY_PRINCIPAL, QR_NUMBER_BY_PRINCIPAL},
    audit, code,
    crm_record::{Crm, crm_by_id},
    database::Database,
    entity::qr_request::{Column, Entity, Model, QrState},
    error::Error,
    instant::millis,
    session::Session,
    sign_in::step::Goal,
    step_up,
    trace::RequestTrace,
};

/// How long whoever is asked from another network is made to think.
const PAUSE: Duration = Duration::from_secs(5);

/// A request as it was scanned or typed.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// By what the QR code names.
    Id(&'a str),
    /// By the code that was typed.
    Code(&'a str),
}

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

/// What approving a request is about. The waiting browser is told that somebody looks at it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::QrExpired`], [`Error::QrDenied`] when it is decided or over;
/// [`Error::QrWrongCrm`], [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`] when the person
/// can't let anybody in there; [`Error::RateLimited`] for too many codes.
pub async fn look_up<W: Sync>(
    db: &Database,
    session: &Session<W>,
    which: Which<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Asked, Error> {
    if let Which::Code(_) = which {
        // A wrong code counts, whatever comes of the rest.
        let (tx, key) = (db.write().await?, session.principal.key());
        let _counted: Attempt = attempt::reserve(&tx, &QR_LOOK_UP_BY_PRINCIPAL, &key, now).await?;
        tx.commit().await?;
    }
    let tx = db.write().await?;
    let (row, way) = open_to(&tx, session, which, now).await?;
    advancing(&row.id, &[QrState::Pending], QrState::Scanned, now)
        .col_expr(Column::ScannedAt, Expr::value(now.as_millisecond()))
        .exec(&tx)
        .await?;
    let row = find(&tx, Which::Id(&row.id)).await?;
    let asked = asked(&tx, session, row, &way, trace, now).await?;
    tx.commit().await?;
    Ok(asked)
}

/// Lets the waiting browser in. A wrong number denies it for good.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::SlowDown`] while a session that began by QR code is too new, or the
/// person should think first; [`Error::QrDenied`] also for a wrong number; [`Error::TicketInvalid`] for what
/// nobody looked up; [`Error::NotFound`], [`Error::QrExpired`], [`Error::QrWrongCrm`],
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`]; [`Error::RateLimited`] after five wrong
/// numbers.
pub async fn approve<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    number: i32,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if let Some(retry_after) = session.vouches_in(now) {
        return Err(Error::SlowDown { retry_after });
    }
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let key = session.principal.key();
    let attempt = attempt::reserve(&tx, &QR_NUMBER_BY_PRINCIPAL, &key, now).await?;
    let (row, _) = open_to(&tx, session, Which::Id(id), now).await?;
    let scanned_at = row.scanned_at.ok_or(Error::TicketInvalid)?;
    if let Some(retry_after) = pause(&row, scanned_at, trace, now) {
        return Err(Error::SlowDown { retry_after });
    }
    if number != row.number {
        refuse(&tx, session, &row, "wrong_number", trace, now).await?;
        tx.commit().await?;
        return Err(Error::QrDenied);
    }
    let approving = advancing(id, &[QrState::Scanned], QrState::Approved, now)
        .col_expr(Column::ApprovedBy, Expr::value(session.id.as_str()));
    if approving.exec(&tx).await?.rows_affected != 1 {
        return Err(Error::QrExpired);
    }
    attempt::forgive(&tx, attempt).await?;
    let fields = about(&row);
    audit::append_own(&tx, &session.principal, "qr.approved", fields, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// "Not me": nobody is let in.
///
/// # Errors
/// [`Error::NotFound`], [`Error::QrExpired`], [`Error::QrDenied`], [`Error::QrWrongCrm`],
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub async fn deny<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let (row, _) = open_to(&tx, session, Which::Id(id), now).await?;
    refuse(&tx, session, &row, "not_me", trace, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn find<C: ConnectionTrait>(db: &C, which: Which<'_>) -> Result<Model, Error> {
    let query = match which {
        Which::Id(id) => Entity::find_by_id(id.to_owned()),
        Which::Code(typed) => {
            let canonical = Sensitive::new(code::canonical(typed));
            Entity::find().filter(Column::UserCodeHash.eq(code_hash(&canonical)))
        }
    };
    query.one(db).await?.ok_or(Error::NotFound)
}

/// A request that waits, and that the person of a session can decide.
async fn open_to<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    which: Which<'_>,
    now: Timestamp,
) -> Result<(Model, Way), Error> {
    let row = find(db, which).await?;
    let way = way(db, &session.principal, row.crm_id.as_deref()).await?;
    match State::of(&row, now) {
        State::Pending | State::Scanned => Ok((row, way)),
        State::Denied => Err(Error::QrDenied),
        State::Approved | State::Consumed | State::Expired => Err(Error::QrExpired),
    }
}

async fn asked<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    row: Model,
    way: &Way,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Asked, Error> {
    let crm = match way {
        Way::To(Goal::Crm { crm_id, .. }) => crm_by_id(db, crm_id).await?,
        Way::To(Goal::Portal { .. }) | Way::List { .. } => None,
    };
    let mut numbers = [row.number, row.decoy_a, row.decoy_b];
    // In an order that doesn't tell which is right.
    numbers.sort_unstable();
    let scanned_at = row.scanned_at.unwrap_or(now.as_millisecond());
    let too_new = session.vouches_in(now);
    let pause = pause(&row, scanned_at, trace, now);
    let instant = |at: i64| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Asked {
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
    })
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

/// Denies a request that waits, and says why in the log of whoever does.
async fn refuse<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
    row: &Model,
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
    audit::append_own(tx, &session.principal, "qr.denied", fields, trace, now).await
}

fn about(row: &Model) -> Value {
    json!({ "request": row.id, "ip": row.ip, "browser": row.browser, "os": row.os })
}
