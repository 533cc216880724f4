//! What a user of a CRM is called, and what they change of that themselves, whatever their role. It needs no proof of
//! who they are; the e-mail address, which does, is [`crate::request_email_change`]'s.

mod photo;
mod rename;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

pub(crate) use self::photo::show_as_account;
pub use self::{
    photo::{has_photo, remove_photo, set_photo},
    rename::change_username,
};
use crate::{
    audit::{self, Actor},
    crm_record::{Crm, crm_by_id},
    database::{Database, Exclusive},
    entity::{
        account,
        crm_user::{self, CrmUserStatus},
    },
    error::{Error, Field, FieldError, FieldFault},
    event::{self, EventKind},
    person::{self, LONGEST_NAME},
    principal::Principal,
    session::{CrmSession, SignedIn},
    text,
    trace::RequestTrace,
};

/// How many characters what somebody does may have.
const LONGEST_TITLE: usize = 80;

/// A user as they see themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProfile {
    /// Permanent id.
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name; one of both may be empty.
    pub last_name: String,
    /// What they do.
    pub title: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// The hash of their photo, if they have one.
    pub photo: Option<String>,
    /// Rises with every change.
    pub version: i64,
}

/// What is to be another; what is missing stays.
#[derive(Debug, Clone, Copy)]
pub struct ProfileChange<'a> {
    /// First name.
    pub first_name: Option<&'a str>,
    /// Last name.
    pub last_name: Option<&'a str>,
    /// What they do.
    pub title: Option<&'a str>,
}

impl SignedIn {
    /// Up to two letters in place of a photo; none where the name has no letters.
    #[must_use]
    pub fn initials(&self) -> String {
        person::initials(&self.display_name)
    }
}

/// Tells somebody what they are called.
///
/// # Errors
/// [`Error::NotFound`] when they aren't a user any more.
pub async fn own_profile<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<OwnProfile, Error> {
    Ok(view(own_row(db, crm, session).await?))
}

/// Changes what somebody is called and does. What changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Invalid`], [`Error::VersionConflict`]; [`Error::NotFound`] when they aren't a user any more.
pub async fn change_profile(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    change: ProfileChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OwnProfile, Error> {
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, session, version).await?;
    let changed = text::change([
        ("first_name", change.first_name, &mut row.first_name),
        ("last_name", change.last_name, &mut row.last_name),
        ("title", change.title, &mut row.title),
    ]);
    if changed.is_empty() {
        return Ok(view(row));
    }
    check(&row)?;
    save(&tx, &mut row, now).await?;
    // The log names what changed, and nobody.
    let (action, fields) = ("profile.updated", json!({ "changed": changed }));
    audit::append_own(&tx, &session.principal, action, fields, trace, now).await?;
    let (what, by) = (EventKind::UserChanged, Actor::User(&row.id));
    event::user(&tx, what, by, &row, &changed, now).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// Calls a user what the account is called that they belong to.
///
/// # Errors
/// [`Error::Invalid`] where that is too long for a user.
pub(crate) async fn call_as_account(
    tx: &DatabaseTransaction,
    user: (&str, &str),
    account: &account::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(mut row) = belonging(tx, user).await? else {
        return Ok(());
    };
    let (first_name, last_name) = person::split(&account.name);
    if (&row.first_name, &row.last_name) == (&first_name, &last_name) {
        return Ok(());
    }
    if !person::faults(&first_name, &last_name).is_empty() {
        let (field, fault) = (Field::Name, FieldFault::TooLong(LONGEST_NAME));
        return Err(Error::Invalid(vec![FieldError { field, fault }]));
    }
    (row.first_name, row.last_name) = (first_name, last_name);
    save(tx, &mut row, now).await?;
    let changed = ["first_name", "last_name"];
    let by = Actor::Account(&account.id);
    let user = Principal::user(&row.crm_id, &row.id);
    let (action, fields) = ("profile.updated", json!({ "changed": changed }));
    audit::append_about(tx, &user, by, action, fields, trace, now).await?;
    event::user(tx, EventKind::UserChanged, by, &row, &changed, now).await
}

/// The row of somebody who belongs to an account, which nobody else changes until the transaction ends; nothing in a CRM
/// that is being purged, which is told nothing any more.
async fn belonging(
    tx: &DatabaseTransaction,
    (crm_id, id): (&str, &str),
) -> Result<Option<crm_user::Model>, Error> {
    Exclusive::Crm(crm_id).hold(tx).await?;
    let found = active(tx, crm_id, id).await?;
    Ok(found.zip(crm_by_id(tx, crm_id).await?).map(|(row, _)| row))
}

fn check(row: &crm_user::Model) -> Result<(), Error> {
    let mut faults = person::faults(&row.first_name, &row.last_name);
    if row.title.chars().count() > LONGEST_TITLE {
        let (field, fault) = (Field::Title, FieldFault::TooLong(LONGEST_TITLE));
        faults.push(FieldError { field, fault });
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

/// Somebody's own row, at the version that they saw, which nobody else changes until the transaction ends.
async fn changeable(
    tx: &DatabaseTransaction,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
) -> Result<crm_user::Model, Error> {
    Exclusive::Crm(crm.scope().crm_id()).hold(tx).await?;
    let row = own_row(tx, crm, session).await?;
    if row.version == version {
        Ok(row)
    } else {
        Err(Error::VersionConflict)
    }
}

async fn own_row<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<crm_user::Model, Error> {
    let found = active(db, crm.scope().crm_id(), &session.who.id).await?;
    found.ok_or(Error::NotFound)
}

async fn active<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    id: &str,
) -> Result<Option<crm_user::Model>, Error> {
    Ok(crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?)
}

/// Writes down what somebody is called, shown and found by.
async fn save(
    tx: &DatabaseTransaction,
    row: &mut crm_user::Model,
    now: Timestamp,
) -> Result<(), Error> {
    row.version += 1;
    let name = person::display(&row.first_name, &row.last_name);
    let texts = [
        (crm_user::Column::FirstName, row.first_name.clone()),
        (crm_user::Column::LastName, row.last_name.clone()),
        (crm_user::Column::Title, row.title.clone()),
        (crm_user::Column::Username, row.username.clone()),
        (
            crm_user::Column::SortKey,
            person::sort_key(&row.first_name, &row.last_name),
        ),
        (
            crm_user::Column::SearchText,
            person::search_text(&name, &row.username, &row.email_norm),
        ),
        (crm_user::Column::UpdatedBy, row.id.clone()),
    ];
    let update = crm_user::Entity::update_many()
        .col_expr(crm_user::Column::Version, Expr::value(row.version))
        .col_expr(
            crm_user::Column::PhotoHash,
            Expr::value(row.photo_hash.clone()),
        )
        .col_expr(
            crm_user::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(crm_user::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(row.id.as_str()));
    texts
        .into_iter()
        .fold(update, |update, (column, text)| {
            update.col_expr(column, Expr::value(text))
        })
        .exec(tx)
        .await?;
    Ok(())
}

fn view(row: crm_user::Model) -> OwnProfile {
    OwnProfile {
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        title: row.title,
        username: row.username,
        email: row.email,
        photo: row.photo_hash,
        version: row.version,
    }
}

#[cfg(test)]
mod tests;
