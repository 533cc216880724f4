//! What the owner of a CRM does about exports: asks for one, looks how far it is, and fetches it.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DatabaseTransaction, QueryOrder as _,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};

use super::owner::Owner;
use crate::{
    attempt::{self, EXPORTS_BY_CRM},
    database::{Database, Exclusive},
    entity::crm_export::{self, ActiveModel, Entity, ExportState, Model},
    error::Error,
    id::new_id,
    instant::moment,
    jobs::{self, NewJob, Work},
    trace::RequestTrace,
};

/// Everything of a CRM was asked for.
pub(super) const CREATED: &str = "export.created";

/// Everything of a CRM was fetched.
const DOWNLOADED: &str = "export.downloaded";

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Nobody has begun it.
    Waiting,
    /// It is being made.
    Making,
    /// It can be fetched.
    Ready,
    /// It was tried often enough.
    Failed,
}

/// An export as the CRM's owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: OrderState,
    /// How many bytes it has, once it's ready.
    pub bytes: Option<u64>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it can be fetched, once it's ready.
    pub expires_at: Option<Timestamp>,
}

/// A file that its owner fetches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// What it is called where it lies, without an ending.
    pub name: String,
    /// What it is to be called where it goes.
    pub download_name: String,
}

/// Asks for an export. While one is under way it's that one.
///
/// # Errors
/// [`Error::NotOwner`], [`Error::StepUpRequired`], [`Error::RateLimited`]; at the portal also [`Error::NotFound`],
/// [`Error::Forbidden`] while the CRM lets its owner in, and [`Error::PurgeStarted`].
pub async fn order(
    db: &Database,
    owner: Owner<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OrderView, Error> {
    let crm = owner.crm(db.read()).await?;
    owner.require_step_up(now)?;
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    attempt::hold(&tx, &EXPORTS_BY_CRM, crm_id).await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    // Its purge may have begun meanwhile.
    owner.crm(&tx).await?;
    if let Some(row) = under_way(&tx, crm_id).await? {
        let view = view(&tx, row).await?;
        if view.state != OrderState::Failed {
            return Ok(view);
        }
        remove(&tx, crm_id, &view.id).await?;
    }
    let _counts_for_a_day = attempt::reserve(&tx, &EXPORTS_BY_CRM, crm_id, now).await?;
    let row = ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(new_id(now)),
        state: Set(ExportState::Waiting),
        file: Set(None),
        bytes: Set(None),
        expires_at: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    let row = row.insert(&tx).await?;
    let job = NewJob {
        work: Work::MakeExport {
            crm_id: crm_id.to_owned(),
            export_id: row.id.clone(),
        },
        crm_id: Some(crm_id),
        run_at: now,
        dedupe_key: Some(job_key(&row.id)),
    };
    jobs::enqueue(&tx, job, now).await?;
    owner
        .log(&tx, CREATED, (crm_id, &row.id), trace, now)
        .await?;
    let view = view(&tx, row).await?;
    tx.commit().await?;
    Ok(view)
}

/// The CRM's exports that are under way, failed, or can be fetched, newest first.
///
/// # Errors
/// As [`order`], but for its step-up and its limit.
pub async fn orders<C: ConnectionTrait>(
    db: &C,
    owner: Owner<'_>,
    now: Timestamp,
) -> Result<Vec<OrderView>, Error> {
    let crm = owner.crm(db).await?;
    let rows = Entity::find()
        .filter(crm_export::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(is_not_over(now))
        .order_by_desc(crm_export::COLUMN.id)
        .all(db)
        .await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(db, row).await?);
    }
    Ok(views)
}

/// Lets the owner fetch an export. The CRM's log keeps that.
///
/// # Errors
/// As [`orders`]; [`Error::NotFound`] for one that isn't ready, or whose time is over.
pub async fn open(
    db: &Database,
    owner: Owner<'_>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<ExportFile, Error> {
    let tx = db.write().await?;
    let crm = owner.crm(&tx).await?;
    let crm_id = crm.scope().crm_id();
    let row = Entity::find()
        .filter(crm_export::COLUMN.crm_id.eq(crm_id))
        .filter(crm_export::COLUMN.id.eq(id))
        .filter(crm_export::COLUMN.state.eq(ExportState::Ready))
        .filter(crm_export::COLUMN.expires_at.gt(now.as_millisecond()))
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    owner
        .log(&tx, DOWNLOADED, (crm_id, &row.id), trace, now)
        .await?;
    tx.commit().await?;
    let date = moment(row.created_at).strftime("%Y-%m-%d");
    Ok(ExportFile {
        name: row.file.unwrap_or_default(),
        download_name: format!("{}-{date}.zip", crm.slug),
    })
}

/// The one that is under way, as far as its row knows.
async fn under_way(tx: &DatabaseTransaction, crm_id: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find()
        .filter(crm_export::COLUMN.crm_id.eq(crm_id))
        .filter(crm_export::COLUMN.state.ne(ExportState::Ready))
        .one(tx)
        .await?)
}

async fn remove(tx: &DatabaseTransaction, crm_id: &str, id: &str) -> Result<(), Error> {
    Entity::delete_many()
        .filter(crm_export::COLUMN.crm_id.eq(crm_id))
        .filter(crm_export::COLUMN.id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Of rows: that their time isn't over. It begins once the file is whole.
pub(super) fn is_not_over(now: Timestamp) -> Expr {
    let expires_at = crm_export::COLUMN.expires_at;
    let lasts = expires_at.gt(now.as_millisecond());
    expires_at.is_null().or(lasts)
}

/// Whether it was tried often enough. Whoever tries it for the last time may die of it, so its job is asked.
pub(super) async fn has_failed<C: ConnectionTrait>(db: &C, row: &Model) -> Result<bool, Error> {
    Ok(row.state != ExportState::Ready && jobs::is_dead(db, &job_key(&row.id)).await?)
}

async fn view<C: ConnectionTrait>(db: &C, row: Model) -> Result<OrderView, Error> {
    let state = if has_failed(db, &row).await? {
        OrderState::Failed
    } else {
        match row.state {
            ExportState::Waiting => OrderState::Waiting,
            ExportState::Making => OrderState::Making,
            ExportState::Ready => OrderState::Ready,
        }
    };
    Ok(OrderView {
        id: row.id,
        state,
        bytes: row.bytes.and_then(|bytes| u64::try_from(bytes).ok()),
        created_at: moment(row.created_at),
        expires_at: row.expires_at.map(moment),
    })
}

fn job_key(id: &str) -> String {
    format!("export:{id}")
}

#[cfg(test)]
mod tests;
