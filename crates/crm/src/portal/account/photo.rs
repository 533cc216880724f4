//! The photo of the holder of an account, which nobody else sees, unless it's to be their photo in their CRMs, too.

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{changeable, save};
use crate::{
    audit,
    database::Database,
    entity::account,
    error::Error,
    photo::KeepPhoto,
    portal::connect::links,
    profile,
    session::{AccountHolder, PortalSession},
    trace::RequestTrace,
};

/// What is to be an account's photo.
#[derive(Clone, Copy)]
pub struct AccountPhoto<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// Keeps its files, which nobody sweeps until the photo counts.
    pub keep: &'a KeepPhoto<'a>,
    /// It's to be that of the account's users in CRMs, too.
    pub in_crms: bool,
}

/// Gives the holder of an account a photo.
///
/// # Errors
/// [`Error::VersionConflict`]; [`Error::File`] when the files couldn't be written; [`Error::NotFound`] when the account is
/// closed.
pub async fn set_account_photo(
    db: &Database,
    session: &PortalSession,
    version: i64,
    photo: AccountPhoto<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<AccountHolder, Error> {
    let AccountPhoto {
        hash,
        keep,
        in_crms,
    } = photo;
    let tx = db.write().await?;
    let mut row = changeable(&tx, session, version).await?;
    // Also where the hash stays: a file that was lost comes back so.
    keep(&row.id).await.map_err(Error::File)?;
    change(&tx, &mut row, Some(hash), session, trace, now).await?;
    if in_crms {
        for (link, _) in links(&tx, &row.id).await? {
            let user = (link.crm_id.as_str(), link.crm_user_id.as_str());
            profile::show_as_account(&tx, user, &row.id, (hash, keep), trace, now).await?;
        }
    }
    tx.commit().await?;
    Ok(AccountHolder::from(row))
}

/// Takes the photo of the holder of an account away; in CRMs it stays. Its files are swept later.
///
/// # Errors
/// [`Error::VersionConflict`]; [`Error::NotFound`] when the account is closed.
pub async fn remove_account_photo(
    db: &Database,
    session: &PortalSession,
    version: i64,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<AccountHolder, Error> {
    let tx = db.write().await?;
    let mut row = changeable(&tx, session, version).await?;
    change(&tx, &mut row, None, session, trace, now).await?;
    tx.commit().await?;
    Ok(AccountHolder::from(row))
}

async fn change(
    tx: &DatabaseTransaction,
    row: &mut account::Model,
    photo: Option<&str>,
    session: &PortalSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if row.photo_hash.as_deref() == photo {
        return Ok(());
    }
    row.photo_hash = photo.map(str::to_owned);
    save(tx, row, now).await?;
    let (action, fields) = ("photo.changed", json!({}));
    audit::append_own(tx, &session.principal, action, fields, trace, now).await
}
