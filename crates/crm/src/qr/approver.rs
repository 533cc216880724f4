//! The side of the person who is signed in: they see who asks, pick the number, or deny.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};

use super::{
    advancing, code_hash,
    matching::{self, Asked, Decider},
    way::{Way, way},
};
use crate::{
    attempt::{self, Attempt, QR_LOOK_UP_BY_PRINCIPAL},
    code,
    crm_record::crm_by_id,
    database::Database,
    entity::qr_request::{Column, Entity, Model, QrState},
    error::Error,
    session::Session,
    sign_in::step::Goal,
    step_up,
    trace::RequestTrace,
};

/// A request as it was scanned or typed.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// By what the QR code names.
    Id(&'a str),
    /// By the code that was typed.
    Code(&'a str),
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
    let crm = match &way {
        Way::To(Goal::Crm { crm_id, .. }) => crm_by_id(&tx, crm_id).await?,
        Way::To(Goal::Portal { .. }) | Way::List { .. } => None,
    };
    tx.commit().await?;
    let too_new = session.vouches_in(now);
    Ok(matching::asked(row, crm, too_new, trace, now))
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
    let (row, _) = open_to(&tx, session, Which::Id(id), now).await?;
    let who = Decider::Person(session.principal.clone());
    let by = (&who, Some(session.id.as_str()));
    let attempt = matching::count_number(&tx, &who, now).await?;
    let tx = matching::pick(tx, &row, by, (number, attempt), trace, now).await?;
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
    let who = Decider::Person(session.principal.clone());
    matching::refuse(&tx, &row, &who, "not_me", trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// One that waits for a person who is signed in: what goes to a provider is none of theirs to approve.
async fn find<C: ConnectionTrait>(db: &C, which: Which<'_>) -> Result<Model, Error> {
    let query = match which {
        Which::Id(id) => Entity::find_by_id(id.to_owned()),
        Which::Code(typed) => {
            let canonical = Sensitive::new(code::canonical(typed));
            Entity::find().filter(Column::UserCodeHash.eq(code_hash(&canonical)))
        }
    };
    let query = query.filter(Column::ProviderId.is_null());
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
    matching::waits(&row, now)?;
    Ok((row, way))
}
