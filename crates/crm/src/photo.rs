//! Photos of people. Here are their hashes alone: whoever serves them keeps their files, which are there before a hash is
//! and stay as long as it is.

use std::{collections::HashSet, io, pin::Pin};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    attempt::{self, UPLOADS_BY_SESSION},
    database::{Database, Exclusive},
    entity::{
        account, crm,
        crm_tombstone::{self, TombstoneKind},
        crm_user,
    },
    error::Error,
};

/// Keeps a photo's files for a CRM or an account, by its id.
pub type KeepPhoto<'a> =
    dyn Fn(&str) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> + Send + Sync + 'a;

/// Copies the files of an account's photo, by its hash, for a CRM, by its id.
pub type CopyPhoto<'a> =
    dyn Fn(&str, &str) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> + Send + Sync + 'a;

/// Whose photos they are, by an id that is nothing else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoOwner<'a> {
    /// A CRM's, for its users.
    Crm(&'a str),
    /// An account's own.
    Account(&'a str),
}

/// Counts a file that somebody sends in a session, before anything is done with it.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn count_upload(db: &Database, session_id: &str, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    let _counts = attempt::reserve(&tx, &UPLOADS_BY_SESSION, session_id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whose an id is; nothing where it's no CRM's and no account's. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn photo_owner<'a, C: ConnectionTrait>(
    db: &C,
    id: &'a str,
) -> Result<Option<PhotoOwner<'a>>, Error> {
    let crm = crm::Entity::find_by_id(id.to_owned()).one(db).await?;
    if crm.is_some() {
        return Ok(Some(PhotoOwner::Crm(id)));
    }
    let account = account::Entity::find_by_id(id.to_owned()).one(db).await?;
    Ok(account.map(|_| PhotoOwner::Account(id)))
}

/// The hashes of all photos of a CRM or an account. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn photos_of<C: ConnectionTrait>(
    db: &C,
    owner: PhotoOwner<'_>,
) -> Result<HashSet<String>, Error> {
    match owner {
        PhotoOwner::Crm(id) => {
            let rows = crm_user::Entity::find()
                .filter(crm_user::COLUMN.crm_id.eq(id))
                .filter(crm_user::COLUMN.photo_hash.is_not_null())
                .filter(crm_user::COLUMN.deleted_at.is_null())
                .all(db)
                .await?;
            Ok(rows.into_iter().filter_map(|row| row.photo_hash).collect())
        }
        PhotoOwner::Account(id) => {
            let row = account::Entity::find_by_id(id.to_owned()).one(db).await?;
            Ok(row.and_then(|row| row.photo_hash).into_iter().collect())
        }
    }
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

/// Lets files of a CRM or an account be removed that belong to none of its photos: nobody takes one into use meanwhile.
/// Works for the whole server.
///
/// # Errors
/// [`Error::File`] when they couldn't be removed.
pub async fn sweep_photos(
    db: &Database,
    owner: PhotoOwner<'_>,
    remove: impl FnOnce(&HashSet<String>) -> io::Result<()>,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let use_of = match owner {
        PhotoOwner::Crm(id) => Exclusive::Crm(id),
        PhotoOwner::Account(id) => Exclusive::Account(id),
    };
    use_of.hold(&tx).await?;
    let photos = photos_of(&tx, owner).await?;
    remove(&photos).map_err(Error::File)?;
    tx.commit().await?;
    Ok(())
}
