//! The photo of somebody. Here is its hash alone: whoever serves it keeps its files, which are there before the hash is
//! and stay as long as it is.

use std::{collections::HashSet, io};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{OwnProfile, changeable, save, view};
use crate::{
    attempt::{self, UPLOADS_BY_SESSION},
    audit::{self, Actor},
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_tombstone::{self, TombstoneKind},
        crm_user,
    },
    error::Error,
    event::{self, EventKind},
    session::CrmSession,
    trace::RequestTrace,
};

/// Counts a file that somebody sends, before anything is done with it.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn count_upload(
    db: &Database,
    session: &CrmSession,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let _counts = attempt::reserve(&tx, &UPLOADS_BY_SESSION, &session.id, now).await?;
    tx.commit().await?;
    Ok(())
}

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
    row.photo_hash = photo.map(str::to_owned);
    save(&tx, &mut row, now).await?;
    let (action, fields) = ("photo.changed", json!({}));
    audit::append_own(&tx, &session.principal, action, fields, trace, now).await?;
    let (what, by) = (EventKind::UserChanged, Actor::User(&row.id));
    event::user(&tx, what, by, &row, &["photo_url"], now).await?;
    tx.commit().await?;
    Ok(view(row))
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

/// The hashes of all photos in a CRM; nothing where there is no such CRM. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn photos_of<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
) -> Result<Option<HashSet<String>>, Error> {
    let there = crm::Entity::find_by_id(crm_id.to_owned()).one(db).await?;
    if there.is_none() {
        return Ok(None);
    }
    let rows = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.photo_hash.is_not_null())
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(db)
        .await?;
    Ok(Some(
        rows.into_iter().filter_map(|row| row.photo_hash).collect(),
    ))
}

/// Whether a CRM was deleted for good. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn is_purged<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<bool, Error> {
    let stone = crm_tombstone::Entity::find()
        .filter(crm_tombstone::COLUMN.crm_id.eq(crm_id))
        .filter(crm_tombstone::COLUMN.kind.eq(TombstoneKind::Purged))
        .one(db)
        .await?;
    Ok(stone.is_some())
}

/// Lets files of a CRM be removed that belong to none of its photos: nobody takes one into use meanwhile. Works for the
/// whole server.
///
/// # Errors
/// [`Error::File`] when they couldn't be removed.
pub async fn sweep_photos(
    db: &Database,
    crm_id: &str,
    remove: impl FnOnce(&HashSet<String>) -> io::Result<()>,
) -> Result<(), Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let photos = photos_of(&tx, crm_id).await?.unwrap_or_default();
    remove(&photos).map_err(Error::File)?;
    tx.commit().await?;
    Ok(())
}
