//! The photo of a user, chosen by themselves or by the holder of the account that they belong to.

use std::io;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{OwnProfile, belonging, changeable, save, view};
use crate::{
    audit::{self, Actor},
    crm_record::Crm,
    database::Database,
    entity::crm_user,
    error::Error,
    event::{self, EventKind},
    photo::KeepPhoto,
    principal::Principal,
    session::CrmSession,
    trace::RequestTrace,
};

/// Gives somebody a photo, by its hash. `kept` writes its files; nobody sweeps them until the photo counts.
///
/// # Errors
/// [`Error::VersionConflict`]; [`Error::File`] when the files couldn't be written; [`Error::NotFound`] when they aren't
/// a user any more.
pub async fn set_photo(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    (hash, kept): (&str, impl Future<Output = io::Result<()>>),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OwnProfile, Error> {
    let tx = db.write().await?;
    let row = changeable(&tx, crm, session, version).await?;
    // Also where the hash stays: a file that was lost comes back so.
    kept.await.map_err(Error::File)?;
    change(tx, row, Some(hash), session, trace, now).await
}

/// Takes somebody's photo away. Its files are swept later.
///
/// # Errors
/// [`Error::VersionConflict`]; [`Error::NotFound`] when they aren't a user any more.
pub async fn remove_photo(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OwnProfile, Error> {
    let tx = db.write().await?;
    let row = changeable(&tx, crm, session, version).await?;
    change(tx, row, None, session, trace, now).await
}

async fn change(
    tx: DatabaseTransaction,
    mut row: crm_user::Model,
    photo: Option<&str>,
    session: &CrmSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OwnProfile, Error> {
    if row.photo_hash.as_deref() == photo {
        return Ok(view(row));
    }
    let by = Actor::User(&session.who.id);
    show(&tx, &mut row, photo, by, trace, now).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// Shows a user with the photo of the account that they belong to.
///
/// # Errors
/// [`Error::File`] when its files couldn't be written.
pub(crate) async fn show_as_account(
    tx: &DatabaseTransaction,
    user: (&str, &str),
    account_id: &str,
    (photo, keep): (&str, &KeepPhoto<'_>),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(mut row) = belonging(tx, user).await? else {
        return Ok(());
    };
    keep(&row.crm_id).await.map_err(Error::File)?;
    if row.photo_hash.as_deref() == Some(photo) {
        return Ok(());
    }
    let by = Actor::Account(account_id);
    show(tx, &mut row, Some(photo), by, trace, now).await
}

async fn show(
    tx: &DatabaseTransaction,
    row: &mut crm_user::Model,
    photo: Option<&str>,
    by: Actor<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    row.photo_hash = photo.map(str::to_owned);
    save(tx, row, now).await?;
    let user = Principal::user(&row.crm_id, &row.id);
    let (action, fields) = ("photo.changed", json!({}));
    audit::append_about(tx, &user, by, action, fields, trace, now).await?;
    event::user(tx, EventKind::UserChanged, by, row, &["photo_url"], now).await
}

/// Whether this is somebody's photo in the CRM.
///
/// # Errors
/// [`Error::Database`].
pub async fn has_photo<C: ConnectionTrait>(db: &C, crm: &Crm, hash: &str) -> Result<bool, Error> {
    let found = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(crm_user::COLUMN.photo_hash.eq(hash))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    Ok(found.is_some())
}
