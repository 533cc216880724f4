//! Notifications: what somebody in a CRM is told there, each by an event that they alone hear of.
//!
//! What leads to one writes a job down, which makes it ([`deliver`]). Whoever appends an event holds the CRM, and whoever
//! lets somebody in already holds what comes after that.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, PaginatorTrait as _, QueryOrder as _, QuerySelect as _,
    Select, UpdateMany, entity::prelude::*, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use crate::{
    audit::Actor,
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::notification::{self, ActiveModel, Column, Entity, Model},
    error::Error,
    event::{self, Told},
    id::new_id,
    instant::moment,
    jobs::{self, NewJob, Work},
    principal::Principal,
    session::CrmSession,
    sign_in::step,
};

/// What somebody can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotificationKind {
    /// They have signed in, by a browser that they may not know.
    #[serde(rename = "account.new_device")]
    NewDevice,
}

impl NotificationKind {
    /// Its name, which stays.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewDevice => "account.new_device",
        }
    }
}

/// A notification that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNotification {
    id: String,
    user_id: String,
    kind: NotificationKind,
    /// The kind and the id of what it is about.
    subject: (String, String),
    fields: BTreeMap<String, String>,
    at: i64,
}

impl NewNotification {
    /// A session of somebody's began, on this device and from this address.
    pub(crate) fn new_device(
        user_id: &str,
        session_id: &str,
        (device, ip): (&str, &str),
        now: Timestamp,
    ) -> Self {
        let fields = [("device", device), ("ip", ip)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            id: new_id(now),
            user_id: user_id.to_owned(),
            kind: NotificationKind::NewDevice,
            subject: ("session".to_owned(), session_id.to_owned()),
            fields: BTreeMap::from(fields),
            at: now.as_millisecond(),
        }
    }
}

/// A notification as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationView {
    /// Permanent id.
    pub id: String,
    /// The name of what it tells.
    pub kind: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// The id of that.
    pub subject_id: String,
    /// More about it, by names.
    pub fields: BTreeMap<String, String>,
    /// When it happened.
    pub at: Timestamp,
    /// When they read it, if they have.
    pub read_at: Option<Timestamp>,
}

/// Writes down that somebody is to be told, in the transaction of what they are told of.
pub(crate) async fn enqueue<C: ConnectionTrait>(
    tx: &C,
    crm_id: &str,
    notification: NewNotification,
    now: Timestamp,
) -> Result<(), Error> {
    let new = NewJob {
        work: Work::Notify {
            crm_id: crm_id.to_owned(),
            notification,
        },
        crm_id: Some(crm_id),
        run_at: now,
        dedupe_key: None,
    };
    jobs::enqueue(tx, new, now).await.map(drop)
}

/// Makes a notification, unless it is there, or the person may not sign in any more.
///
/// # Errors
/// [`Error::Database`].
pub async fn deliver(
    db: &Database,
    crm_id: &str,
    new: &NewNotification,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let is_there = Entity::find_by_id((crm_id.to_owned(), new.id.clone()))
        .one(&tx)
        .await?
        .is_some();
    if is_there || !step::may_sign_in(&tx, &Principal::user(crm_id, &new.user_id)).await? {
        return Ok(());
    }
    let whom = (crm_id, new.user_id.as_str());
    let told = Told::Notification(new.kind.name(), &new.id);
    let event_id = event::told_to(&tx, whom, Actor::Nobody, told, now).await?;
    let row = ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(new.id.clone()),
        crm_user_id: Set(new.user_id.clone()),
        event_id: Set(event_id),
        r#type: Set(new.kind.name().to_owned()),
        subject_type: Set(new.subject.0.clone()),
        subject_id: Set(new.subject.1.clone()),
        fields: Set(serde_json::to_value(&new.fields)?),
        read_at: Set(None),
        created_at: Set(new.at),
    };
    row.insert(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What somebody was told, the last ones first, after one that was read before. There are more when as many come back as
/// were asked for.
///
/// # Errors
/// [`Error::Database`].
pub async fn notifications<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<NotificationView>, Error> {
    let mut found = of(crm.scope().crm_id(), &session.who.id);
    if let Some(after) = after {
        // Ids sort by time.
        found = found.filter(notification::COLUMN.id.lt(after));
    }
    let found = found.order_by_desc(notification::COLUMN.id).limit(most);
    Ok(found.all(db).await?.into_iter().map(view).collect())
}

/// How much of it they haven't read.
///
/// # Errors
/// [`Error::Database`].
pub async fn unread<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<u64, Error> {
    unread_of(db, crm.scope().crm_id(), &session.who.id).await
}

/// The same of a user.
pub(crate) async fn unread_of<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<u64, Error> {
    let unread = of(crm_id, user_id).filter(notification::COLUMN.read_at.is_null());
    Ok(unread.count(db).await?)
}

/// Those of a user among these, by their ids.
pub(crate) async fn by_id<C: ConnectionTrait>(
    db: &C,
    (crm_id, user_id): (&str, &str),
    ids: &[&str],
) -> Result<HashMap<String, NotificationView>, Error> {
    let found = of(crm_id, user_id).filter(notification::COLUMN.id.is_in(ids.iter().copied()));
    let views = found.all(db).await?.into_iter().map(view);
    Ok(views.map(|view| (view.id.clone(), view)).collect())
}

/// Notes that somebody has read one notification, or all that there are.
///
/// # Errors
/// [`Error::NotFound`], also of another person's.
pub async fn read_notifications(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    which: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    let (crm_id, user_id) = (crm.scope().crm_id(), session.who.id.as_str());
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let mut reading = reading(crm_id, user_id, now);
    if let Some(id) = which {
        let row = of(crm_id, user_id).filter(notification::COLUMN.id.eq(id));
        row.one(&tx).await?.ok_or(Error::NotFound)?;
        reading = reading.filter(notification::COLUMN.id.eq(id));
    }
    if reading.exec(&tx).await?.rows_affected > 0 {
        let (whom, by) = ((crm_id, user_id), Actor::User(user_id));
        event::told_to(&tx, whom, by, Told::Read(which), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn of(crm_id: &str, user_id: &str) -> Select<Entity> {
    Entity::find()
        .filter(notification::COLUMN.crm_id.eq(crm_id))
        .filter(notification::COLUMN.crm_user_id.eq(user_id))
}

fn reading(crm_id: &str, user_id: &str, now: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now.as_millisecond()))
        .filter(notification::COLUMN.crm_id.eq(crm_id))
        .filter(notification::COLUMN.crm_user_id.eq(user_id))
        .filter(notification::COLUMN.read_at.is_null())
}

fn view(row: Model) -> NotificationView {
    NotificationView {
        id: row.id,
        kind: row.r#type,
        subject_kind: row.subject_type,
        subject_id: row.subject_id,
        fields: serde_json::from_value(row.fields).unwrap_or_default(),
        at: moment(row.created_at),
        read_at: row.read_at.map(moment),
    }
}

#[cfg(test)]
mod tests;
