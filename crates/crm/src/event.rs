//! The event log: what has happened in a CRM, written down in the transaction of the change.
//!
//! Events of a CRM are numbered without gaps in the order in which they are committed, so that whoever follows the log
//! keeps the number of the last one and misses none. Whoever appends holds the CRM ([`Exclusive::Crm`]).
//!
//! [`Exclusive::Crm`]: crate::database::Exclusive::Crm

use jiff::Timestamp;
use sea_orm::{
    ActiveEnum as _, ActiveValue::Set, ConnectionTrait as _, DatabaseTransaction, Statement,
    entity::prelude::*,
};
use serde_json::{Value, json};

use crate::{
    audit::{self, Actor},
    database::wake_others,
    entity::{crm_user, event, invitation},
    error::Error,
    id::new_id,
    person, webhook,
};

/// What can have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Somebody was asked into the CRM.
    UserInvited,
    /// Somebody is in.
    UserJoined,
    /// Somebody has another role.
    UserRoleChanged,
    /// Somebody may not sign in any more.
    UserDeactivated,
    /// Somebody may sign in again.
    UserReactivated,
    /// Somebody is deleted for good.
    UserDeleted,
    /// Something else about somebody changed.
    UserChanged,
    /// Something that is set for everybody changed.
    SettingsChanged,
    /// The CRM waits for its deletion.
    CrmDeletion,
    /// It doesn't any more.
    CrmDeletionCancelled,
}

impl EventKind {
    /// Every kind, in the order in which people are shown them.
    pub const ALL: [Self; 10] = [
        Self::UserInvited,
        Self::UserJoined,
        Self::UserRoleChanged,
        Self::UserDeactivated,
        Self::UserReactivated,
        Self::UserDeleted,
        Self::UserChanged,
        Self::SettingsChanged,
        Self::CrmDeletion,
        Self::CrmDeletionCancelled,
    ];

    /// Its name, which stays.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserInvited => "account.user_invited",
            Self::UserJoined => "account.user_joined",
            Self::UserRoleChanged => "account.user_role_changed",
            Self::UserDeactivated => "account.user_deactivated",
            Self::UserReactivated => "account.user_reactivated",
            Self::UserDeleted => "account.user_deleted",
            Self::UserChanged => "account.user_changed",
            Self::SettingsChanged => "account.settings_changed",
            Self::CrmDeletion => "account.crm_deletion",
            Self::CrmDeletionCancelled => "account.crm_deletion_cancelled",
        }
    }
}

/// What is sent to try a webhook out. Nobody asks to be told it.
pub(crate) const TEST: &str = "webhook.test";

/// A record changed in a way that is told to open pages alone.
const RECORD_CHANGED: &str = "record.changed";

/// What an event is about of which one person alone hears: a notification of theirs, or all of them.
const NOTIFICATION: &str = "notification";
const NOTIFICATIONS: &str = "notifications";

/// Somebody has read what they were told.
const READ: &str = "notification.read";

/// One fact to be written down.
pub(crate) struct NewEvent<'a> {
    pub(crate) crm_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) by: Actor<'a>,
    /// The kind and the id of what it is about.
    pub(crate) subject: (&'static str, &'a str),
    pub(crate) payload: Value,
}

/// Appends an event to its CRM's log; returns its id.
///
/// # Errors
/// [`Error::NotFound`] where there is no such CRM.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    new: NewEvent<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let id = new_id(now);
    let row = event::ActiveModel {
        crm_id: Set(new.crm_id.to_owned()),
        id: Set(id.clone()),
        seq: Set(next_seq(tx, new.crm_id).await?),
        r#type: Set(new.name.to_owned()),
        actor: Set(audit::actor(new.by)),
        subject_type: Set(new.subject.0.to_owned()),
        subject_id: Set(new.subject.1.to_owned()),
        payload: Set(new.payload),
        at: Set(now.as_millisecond()),
    };
    row.insert(tx).await?;
    webhook::follow(tx, new.crm_id, now).await?;
    wake_others(tx).await?;
    Ok(id)
}

/// The row stays locked until the transaction ends: numbers are committed in their order, and one that is rolled back is
/// given anew.
async fn next_seq(tx: &DatabaseTransaction, crm_id: &str) -> Result<i64, Error> {
    let sql = "UPDATE crm SET event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [crm_id.into()]);
    let row = tx.query_one_raw(statement).await?.ok_or(Error::NotFound)?;
    Ok(row.try_get_by_index(0)?)
}

/// Somebody was asked into the CRM, perhaps again.
pub(crate) async fn user_invited(
    tx: &DatabaseTransaction,
    row: &invitation::Model,
    by: Actor<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let new = NewEvent {
        crm_id: &row.crm_id,
        name: EventKind::UserInvited.name(),
        by,
        subject: ("invitation", &row.id),
        payload: json!({
            "id": row.id,
            "invitation": { "id": row.id, "email": row.email, "role": row.role.to_value() },
        }),
    };
    append(tx, new, now).await.map(drop)
}

/// Something about a user changed; `changed` names the fields.
pub(crate) async fn user(
    tx: &DatabaseTransaction,
    kind: EventKind,
    by: Actor<'_>,
    row: &crm_user::Model,
    changed: &[&str],
    now: Timestamp,
) -> Result<(), Error> {
    let new = NewEvent {
        crm_id: &row.crm_id,
        name: kind.name(),
        by,
        subject: ("user", &row.id),
        payload: json!({
            "id": row.id,
            "changed": changed,
            "user": {
                "id": row.id,
                "display_name": person::display(&row.first_name, &row.last_name),
                "username": row.username,
                "email": row.email,
                "role": row.role.to_value(),
                "status": row.status.to_value(),
                "version": row.version,
            },
        }),
    };
    append(tx, new, now).await.map(drop)
}

/// The same about what somebody did with themselves.
pub(crate) async fn own_user(
    tx: &DatabaseTransaction,
    kind: EventKind,
    (crm_id, id): (&str, &str),
    changed: &[&str],
    now: Timestamp,
) -> Result<(), Error> {
    let row = crm_user::Entity::find_by_id((crm_id.to_owned(), id.to_owned()))
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    user(tx, kind, Actor::User(id), &row, changed, now).await
}

/// Something that is set for everybody changed; `what` names it.
pub(crate) async fn settings_changed(
    tx: &DatabaseTransaction,
    crm_id: &str,
    by: Actor<'_>,
    what: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let new = NewEvent {
        crm_id,
        name: EventKind::SettingsChanged.name(),
        by,
        subject: ("crm", crm_id),
        payload: json!({ "id": crm_id, "changed": [what] }),
    };
    append(tx, new, now).await.map(drop)
}

/// A record that pages show changed, of which nobody else is told: `subject` is its kind and its id.
pub(crate) async fn record_changed(
    tx: &DatabaseTransaction,
    crm_id: &str,
    by: Actor<'_>,
    subject: (&'static str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let payload = json!({ "id": subject.1 });
    let name = RECORD_CHANGED;
    let new = NewEvent {
        crm_id,
        name,
        by,
        subject,
        payload,
    };
    append(tx, new, now).await.map(drop)
}

/// What one person alone hears of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told<'a> {
    /// They are told something: its name, and the notification's id.
    Notification(&'a str, &'a str),
    /// They have read a notification, or all that there are.
    Read(Option<&'a str>),
}

/// Something of which one person alone hears; returns the event's id.
pub(crate) async fn told_to(
    tx: &DatabaseTransaction,
    (crm_id, user_id): (&str, &str),
    by: Actor<'_>,
    told: Told<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let (name, subject) = match told {
        Told::Notification(name, id) => (name, (NOTIFICATION, id)),
        Told::Read(Some(id)) => (READ, (NOTIFICATION, id)),
        Told::Read(None) => (READ, (NOTIFICATIONS, user_id)),
    };
    let payload = json!({ "id": subject.1, "user_id": user_id });
    let new = NewEvent {
        crm_id,
        name,
        by,
        subject,
        payload,
    };
    append(tx, new, now).await
}

/// What an event tells this person alone, if it does.
pub(crate) fn told_of<'a>(event: &'a event::Model, user_id: &str) -> Option<Told<'a>> {
    let (name, id) = (event.r#type.as_str(), event.subject_id.as_str());
    if event.payload.get("user_id").and_then(Value::as_str) != Some(user_id) {
        return None;
    }
    match event.subject_type.as_str() {
        NOTIFICATION if name == READ => Some(Told::Read(Some(id))),
        NOTIFICATION => Some(Told::Notification(name, id)),
        NOTIFICATIONS => Some(Told::Read(None)),
        _ => None,
    }
}

/// The CRM waits for its deletion, or doesn't any more.
pub(crate) async fn deletion(
    tx: &DatabaseTransaction,
    (kind, crm_id): (EventKind, &str),
    account_id: &str,
    delete_at: Option<i64>,
    now: Timestamp,
) -> Result<(), Error> {
    let delete_at = delete_at.and_then(|at| Timestamp::from_millisecond(at).ok());
    let new = NewEvent {
        crm_id,
        name: kind.name(),
        by: Actor::Account(account_id),
        subject: ("crm", crm_id),
        payload: json!({ "id": crm_id, "delete_at": delete_at.map(|at| at.to_string()) }),
    };
    append(tx, new, now).await.map(drop)
}

#[cfg(test)]
mod tests;
