//! Which CRM may take which slug: none what another has, nor what is kept for one that had it until lately.
//! Whoever takes one holds all slugs ([`Exclusive::Slugs`]).
//!
//! [`Exclusive::Slugs`]: crate::database::Exclusive::Slugs

use std::{collections::HashSet, time::Duration};

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, QueryOrder as _, QuerySelect as _,
    entity::prelude::*, sea_query::ExprTrait as _,
};
use serde_json::json;

use super::numbered;
use crate::{
    database::Database,
    entity::{
        crm,
        crm_tombstone::{self, TombstoneKind},
    },
    error::Error,
    instant::after,
};

/// How long nobody else gets a slug that a CRM had.
pub(crate) const RESERVED: Duration = Duration::from_hours(90 * 24);

/// How many slugs are offered in place of one that is taken.
const SUGGESTED: usize = 3;

/// Slugs that are looked up at once.
const LOOKED_UP: u32 = 20;

/// Refuses a slug that may not be taken: `by` is the CRM that wants it, if there is one already.
///
/// # Errors
/// [`Error::SlugTaken`], with some that may be taken.
pub(crate) async fn require_free<C: ConnectionTrait>(
    db: &C,
    by: Option<&str>,
    slug: &str,
    now: Timestamp,
) -> Result<(), Error> {
    if taken(db, by, &[slug.to_owned()], now).await?.is_empty() {
        return Ok(());
    }
    let suggestions = free_like(db, by, slug, 2, SUGGESTED, now).await?;
    Err(Error::SlugTaken { suggestions })
}

/// The slug that is wanted for a new CRM, or the first like it that is free.
pub(crate) async fn first_free<C: ConnectionTrait>(
    db: &C,
    wanted: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let mut free = free_like(db, None, wanted, 1, 1, now).await?;
    Ok(free.swap_remove(0))
}

/// Keeps the slug that a CRM gives up, which leads to it meanwhile. Returns until when.
pub(crate) async fn keep(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    now: Timestamp,
) -> Result<i64, Error> {
    release(tx, &crm.slug).await?;
    let reserved_until = after(now, RESERVED);
    let stone = crm_tombstone::ActiveModel {
        slug: Set(crm.slug.clone()),
        crm_id: Set(crm.id.clone()),
        kind: Set(TombstoneKind::Renamed),
        name: Set(crm.name.clone()),
        owner_account_id: Set(crm.owner_account_id.clone()),
        reserved_until: Set(reserved_until),
        purged_at: Set(None),
        counts: Set(json!({})),
        created_at: Set(now.as_millisecond()),
    };
    stone.insert(tx).await?;
    Ok(reserved_until)
}

/// Keeps a slug for no CRM any more.
pub(crate) async fn release(tx: &DatabaseTransaction, slug: &str) -> Result<(), Error> {
    crm_tombstone::Entity::delete_by_id(slug.to_owned())
        .exec(tx)
        .await?;
    Ok(())
}

/// The CRM that had a slug until lately, if it only has another one now.
pub(crate) async fn had_by<C: ConnectionTrait>(
    db: &C,
    slug: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let stone = crm_tombstone::Entity::find_by_id(slug.to_owned())
        .filter(crm_tombstone::COLUMN.kind.eq(TombstoneKind::Renamed))
        .filter(
            crm_tombstone::COLUMN
                .reserved_until
                .gt(now.as_millisecond()),
        )
        .one(db)
        .await?;
    Ok(stone.map(|stone| stone.crm_id))
}

/// When a CRM took the slug that it has, unless it has had none but that or took it long ago.
pub(crate) async fn taken_at<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
) -> Result<Option<i64>, Error> {
    let last = crm_tombstone::Entity::find()
        .filter(crm_tombstone::COLUMN.crm_id.eq(crm_id))
        .filter(crm_tombstone::COLUMN.kind.eq(TombstoneKind::Renamed))
        .order_by_desc(crm_tombstone::COLUMN.created_at)
        .one(db)
        .await?;
    Ok(last.map(|stone| stone.created_at))
}

/// Forgets slugs that lead to another one no more.
pub(crate) async fn forget_former(db: &Database, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    crm_tombstone::Entity::delete_many()
        .filter(crm_tombstone::COLUMN.kind.eq(TombstoneKind::Renamed))
        .filter(
            crm_tombstone::COLUMN
                .reserved_until
                .lte(now.as_millisecond()),
        )
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// So many slugs like one, from its `from`th on, which may be taken.
async fn free_like<C: ConnectionTrait>(
    db: &C,
    by: Option<&str>,
    slug: &str,
    mut from: u32,
    most: usize,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let mut free = Vec::new();
    while free.len() < most {
        let choices: Vec<String> = (from..from + LOOKED_UP)
            .map(|n| numbered(slug, n))
            .collect();
        let taken = taken(db, by, &choices, now).await?;
        free.extend(choices.into_iter().filter(|slug| !taken.contains(slug)));
        from += LOOKED_UP;
    }
    free.truncate(most);
    Ok(free)
}

/// Those among slugs that may not be taken. One that a CRM has given up is its own to come back to.
async fn taken<C: ConnectionTrait>(
    db: &C,
    by: Option<&str>,
    slugs: &[String],
    now: Timestamp,
) -> Result<HashSet<String>, Error> {
    let used: Vec<String> = crm::Entity::find()
        .filter(crm::COLUMN.slug.is_in(slugs))
        .select_only()
        .column(crm::Column::Slug)
        .into_tuple()
        .all(db)
        .await?;
    let mut kept = crm_tombstone::Entity::find()
        .filter(crm_tombstone::COLUMN.slug.is_in(slugs))
        .filter(
            crm_tombstone::COLUMN
                .reserved_until
                .gt(now.as_millisecond()),
        );
    if let Some(crm_id) = by {
        let of_another = crm_tombstone::COLUMN.crm_id.ne(crm_id);
        kept = kept.filter(of_another.or(crm_tombstone::COLUMN.kind.ne(TombstoneKind::Renamed)));
    }
    let kept: Vec<String> = kept
        .select_only()
        .column(crm_tombstone::Column::Slug)
        .into_tuple()
        .all(db)
        .await?;
    Ok(used.into_iter().chain(kept).collect())
}
