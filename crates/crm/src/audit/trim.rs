//! Entries whose time is over go: from the beginning of a chain, and failed sign-ins from wherever they stand.
//!
//! Those of a day go together, so that a chain gets one anchor a day at most. What was tampered with stays, for the
//! check to find.

use std::{collections::BTreeSet, ops::RangeInclusive};

use jiff::Timestamp;
use sea_orm::{
    Condition, DatabaseTransaction, QueryOrder as _, QuerySelect as _, Select, entity::prelude::*,
};
use serde_json::json;

use super::{
    Actor, Entry, add,
    chain::{ANCHOR, Chain, GENESIS, Gap, Trimmed, hash},
};
use crate::{
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{
        audit_entry::{self, AuditScope},
        crm,
    },
    error::Error,
    instant::DAY_MS,
};

/// How many days entries are kept where nothing else is set.
pub(crate) const KEPT_DAYS: i32 = 365;

/// How many days a CRM may keep them.
pub(crate) const MAY_BE_KEPT_DAYS: RangeInclusive<i32> = 90..=1_825;

const FAILED: &str = "sign_in.failed";

/// How many days failed sign-ins are kept: most are of strangers.
const FAILED_KEPT_DAYS: i32 = 60;

/// Entries from the beginning of a chain that go in one transaction.
const MOST: u64 = 5_000;

/// Failed sign-ins that go in one transaction.
const MOST_FAILED: u64 = 1_000;

/// Removes entries of every chain whose time is over. Works for the whole server.
pub(crate) async fn trim_all(db: &Database, now: Timestamp) -> Result<(), Error> {
    for chain in due(db, now).await? {
        while trim(db, &chain, now).await? {}
    }
    Ok(())
}

/// The beginning of the day that was so many days ago.
fn days_ago(days: i32, now: Timestamp) -> i64 {
    let now = now.as_millisecond();
    now - now.rem_euclid(DAY_MS) - i64::from(days) * DAY_MS
}

/// Chains with something that goes.
async fn due(db: &Database, now: Timestamp) -> Result<BTreeSet<Chain>, Error> {
    let old = |found: Select<audit_entry::Entity>, days| {
        let before = days_ago(days, now);
        found.filter(audit_entry::COLUMN.at.lt(before))
    };
    // Anchors alone are no reason for another one.
    let old_but_anchors =
        |found, days| old(found, days).filter(audit_entry::COLUMN.action.ne(ANCHOR));
    let mut due = chains(db, old_but_anchors(audit_entry::Entity::find(), KEPT_DAYS)).await?;
    let others = crm::Entity::find()
        .filter(crm::COLUMN.audit_days.ne(KEPT_DAYS))
        .all(db.read())
        .await?;
    for crm in others {
        let chain = Chain {
            scope: AuditScope::Crm,
            id: crm.id,
        };
        due.remove(&chain);
        due.extend(chains(db, old_but_anchors(chain.entries(), crm.audit_days)).await?);
    }
    let failed = audit_entry::Entity::find().filter(audit_entry::COLUMN.action.eq(FAILED));
    due.extend(chains(db, old(failed, FAILED_KEPT_DAYS)).await?);
    Ok(due)
}

async fn chains(
    db: &Database,
    entries: Select<audit_entry::Entity>,
) -> Result<BTreeSet<Chain>, Error> {
    let found: Vec<(AuditScope, String)> = entries
        .select_only()
        .column(audit_entry::Column::Scope)
        .column(audit_entry::Column::ScopeId)
        .distinct()
        .into_tuple()
        .all(db.read())
        .await?;
    let chains = found.into_iter().map(|(scope, id)| Chain { scope, id });
    Ok(chains.collect())
}

/// Removes entries of a chain, and leaves an anchor for them. True when there may be more of them.
async fn trim(db: &Database, chain: &Chain, now: Timestamp) -> Result<bool, Error> {
    let tx = db.write().await?;
    let Some(days) = kept_days(&tx, chain).await? else {
        return Ok(false);
    };
    Exclusive::Audit(&chain.id).hold(&tx).await?;
    let Some(first) = beginning(&tx, chain, days_ago(days, now)).await? else {
        return Ok(false);
    };
    let until = first.last().map_or(0, |row| row.seq);
    let failed = failed(&tx, chain, until, days_ago(FAILED_KEPT_DAYS, now)).await?;
    if first.is_empty() && failed.is_empty() {
        return Ok(false);
    }

    let whole = first.last().map(|last| Gap {
        from: 1,
        to: last.seq,
        after: GENESIS.to_owned(),
        hash: last.hash.clone(),
    });
    let trimmed = Trimmed {
        count: first.len() + failed.len(),
        gaps: whole.into_iter().chain(gaps(&failed)).collect(),
    };
    let anchor = Entry {
        scope: chain.scope,
        scope_id: &chain.id,
        action: ANCHOR,
        actor: Actor::Nobody,
        subject: None,
        fields: json!(trimmed),
    };
    add(&tx, anchor, None, now).await?;
    let gone = Condition::any()
        .add(audit_entry::COLUMN.seq.lte(until))
        .add(
            audit_entry::COLUMN
                .seq
                .is_in(failed.iter().map(|row| row.seq)),
        );
    audit_entry::Entity::delete_many()
        .filter(audit_entry::COLUMN.scope.eq(chain.scope))
        .filter(audit_entry::COLUMN.scope_id.eq(chain.id.as_str()))
        .filter(gone)
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(is_full(&first, MOST) || is_full(&failed, MOST_FAILED))
}

/// Whether there may be more of them.
fn is_full(rows: &[audit_entry::Model], most: u64) -> bool {
    u64::try_from(rows.len()).is_ok_and(|len| len >= most)
}

/// How many days entries of the chain are kept. None where a purge sees to it.
async fn kept_days(tx: &DatabaseTransaction, chain: &Chain) -> Result<Option<i32>, Error> {
    if chain.scope != AuditScope::Crm {
        return Ok(Some(KEPT_DAYS));
    }
    Exclusive::Crm(&chain.id).hold(tx).await?;
    let crm = crm::Entity::find_by_id(chain.id.clone())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(tx)
        .await?;
    Ok(crm.map(|crm| crm.audit_days))
}

/// The first entries of a chain, as far as all of them are from before; none when they are anchors alone.
/// Nothing when they aren't what was written.
async fn beginning(
    tx: &DatabaseTransaction,
    chain: &Chain,
    before: i64,
) -> Result<Option<Vec<audit_entry::Model>>, Error> {
    let kept = chain
        .entries()
        .filter(audit_entry::COLUMN.at.gte(before))
        .order_by_asc(audit_entry::COLUMN.seq)
        .one(tx)
        .await?;
    let mut rows = chain
        .entries()
        .filter(
            audit_entry::COLUMN
                .seq
                .lt(kept.map_or(i64::MAX, |row| row.seq)),
        )
        .order_by_asc(audit_entry::COLUMN.seq)
        .limit(MOST)
        .all(tx)
        .await?;
    let mut links = chain.links(tx).await?;
    if !rows.iter().all(|row| links.follow(row)) {
        return Ok(None);
    }
    if rows.iter().all(|row| row.action == ANCHOR) {
        rows.clear();
    }
    Ok(Some(rows))
}

/// Failed sign-ins from before, after an entry of the chain.
async fn failed(
    tx: &DatabaseTransaction,
    chain: &Chain,
    after: i64,
    before: i64,
) -> Result<Vec<audit_entry::Model>, Error> {
    let mut rows = chain
        .entries()
        .filter(audit_entry::COLUMN.action.eq(FAILED))
        .filter(audit_entry::COLUMN.at.lt(before))
        .filter(audit_entry::COLUMN.seq.gt(after))
        .order_by_asc(audit_entry::COLUMN.seq)
        .limit(MOST_FAILED)
        .all(tx)
        .await?;
    rows.retain(|row| row.hash == hash(row));
    Ok(rows)
}

/// Where entries stand, in order.
fn gaps(rows: &[audit_entry::Model]) -> Vec<Gap> {
    let mut gaps = Vec::<Gap>::new();
    for row in rows {
        match gaps.last_mut() {
            Some(gap) if gap.to + 1 == row.seq && gap.hash == row.prev_hash => {
                gap.to = row.seq;
                gap.hash.clone_from(&row.hash);
            }
            _ => gaps.push(Gap {
                from: row.seq,
                to: row.seq,
                after: row.prev_hash.clone(),
                hash: row.hash.clone(),
            }),
        }
    }
    gaps
}

#[cfg(test)]
mod tests;
