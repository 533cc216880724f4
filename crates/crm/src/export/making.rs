//! Making an export that a CRM's owner has asked for: by whichever process has its job, and anew by the next one when
//! that died.
//!
//! Each attempt writes to a name of its own, which the row holds. So what somebody wrote who died, or was overtaken, is
//! no export's file, and is never offered.

use std::{
    collections::HashSet,
    io::{Seek, Write},
    time::Duration,
};

use jiff::Timestamp;
use sea_orm::{
    ActiveEnum as _, ConnectionTrait, DatabaseTransaction, UpdateMany, entity::prelude::*,
    sea_query::Expr,
};

use super::{
    ReadPhoto, archive,
    order::{has_failed, is_not_over},
};
use crate::{
    crm_record::{Crm, CrmStatus, local_time},
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_export::{self, Column, Entity, ExportState},
    },
    error::Error,
    instant::after,
    letter::{self, ExportReady, Letter},
    mailable,
    outbox::{self, Recipient},
    principal::Principal,
    text::hex,
};

/// How long an export can be fetched.
const LIFE: Duration = Duration::from_hours(72);

/// An attempt at an export.
#[derive(Debug)]
pub struct Making {
    crm_id: String,
    id: String,
    file: String,
}

impl Making {
    /// What its file is to be called, without an ending. Nobody can guess it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }
}

/// Begins an attempt, which ends all earlier ones. Nothing where the export is ready, or isn't wanted any more.
///
/// # Errors
/// [`Error::Database`].
pub async fn begin(db: &Database, (crm_id, id): (&str, &str)) -> Result<Option<Making>, Error> {
    let file = hex(&rand::random::<[u8; 16]>());
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    if living(&tx, crm_id).await?.is_none() {
        return Ok(None);
    }
    let begun = this(crm_id, id)
        .col_expr(Column::State, Expr::value(ExportState::Making.to_value()))
        .col_expr(Column::File, Expr::value(file.as_str()))
        .filter(crm_export::COLUMN.state.ne(ExportState::Ready))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok((begun.rows_affected == 1).then(|| Making {
        crm_id: crm_id.to_owned(),
        id: id.to_owned(),
        file,
    }))
}

/// Writes everything of the CRM as it is at one moment.
///
/// # Errors
/// [`Error::Export`] when it can't be written; [`Error::Database`].
pub async fn write(
    db: &Database,
    making: &Making,
    photos: &ReadPhoto<'_>,
    out: impl Write + Seek,
) -> Result<(), Error> {
    archive(db, &making.crm_id, photos, out).await.map(drop)
}

/// The file is whole and lies where it stays: the owner can fetch it from now on, and gets a letter. False where
/// somebody else makes the export by now, or nobody wants it any more.
///
/// # Errors
/// [`Error::Database`].
pub async fn finish(
    db: &Database,
    making: &Making,
    bytes: u64,
    now: Timestamp,
) -> Result<bool, Error> {
    let crm_id = making.crm_id.as_str();
    let until = after(now, LIFE);
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let Some(crm) = living(&tx, crm_id).await? else {
        return Ok(false);
    };
    let finished = this(crm_id, &making.id)
        .col_expr(Column::State, Expr::value(ExportState::Ready.to_value()))
        .col_expr(Column::Bytes, Expr::value(bytes))
        .col_expr(Column::ExpiresAt, Expr::value(until))
        .filter(crm_export::COLUMN.state.eq(ExportState::Making))
        .filter(crm_export::COLUMN.file.eq(making.file.as_str()))
        .exec(&tx)
        .await?;
    if finished.rows_affected != 1 {
        return Ok(false);
    }
    tell(&tx, crm, until, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Names of files that somebody writes, or that can be fetched; no other is of any use. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn files_in_use<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
) -> Result<HashSet<String>, Error> {
    let rows = Entity::find().filter(is_not_over(now)).all(db).await?;
    let mut names = HashSet::new();
    for row in rows {
        if !has_failed(db, &row).await? {
            names.extend(row.file);
        }
    }
    Ok(names)
}

/// The CRM, unless it is being purged.
async fn living(tx: &DatabaseTransaction, crm_id: &str) -> Result<Option<crm::Model>, Error> {
    Ok(crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(tx)
        .await?)
}

fn this(crm_id: &str, id: &str) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(crm_export::COLUMN.crm_id.eq(crm_id))
        .filter(crm_export::COLUMN.id.eq(id))
}

/// The letter leads to where the owner gets in: to the CRM, or to the portal while the CRM waits for its deletion.
async fn tell(
    tx: &DatabaseTransaction,
    crm: crm::Model,
    until: i64,
    now: Timestamp,
) -> Result<(), Error> {
    let principal = Principal::account(&crm.owner_account_id);
    let Some(owner) = mailable::of(tx, &principal).await? else {
        return Ok(());
    };
    let date = local_time(&crm, until);
    let crm = Crm::from(crm);
    let path = if crm.status == CrmStatus::DeletionScheduled {
        letter::PORTAL.to_owned()
    } else {
        format!("{}settings", crm.home_path())
    };
    let letter = Letter::ExportReady(ExportReady {
        name: owner.name.clone(),
        crm: crm.name.clone(),
        date,
        path,
    });
    // It goes with the CRM.
    let to = Recipient {
        crm_id: Some(crm.scope().crm_id()),
        ..owner.recipient()
    };
    outbox::enqueue(tx, &letter, to, now).await
}
