//! Who is told of a CRM's deletion: everybody in it when it's scheduled and when it's cancelled, its owner a
//! day before, and everybody once more when it's done.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};

use super::connect::link_of;
use crate::{
    crm_record::{Crm, CrmStatus, local_time},
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CrmUserStatus},
    },
    error::Error,
    instant::after,
    letter::Letter,
    mailable::{self, Mailable},
    outbox::{self, Recipient},
    principal::Principal,
};

/// How long before a deletion its owner is told of it once more.
const LAST_CALL: Duration = Duration::from_hours(24);

/// Tells owners whose CRM is deleted within a day, once for each deletion. Works for the whole server; returns
/// how many are told.
///
/// # Errors
/// [`Error::Database`]. Who isn't told yet is told the next time.
pub async fn tell_of_near_deletions(db: &Database, now: Timestamp) -> Result<usize, Error> {
    let near = crm::Entity::find()
        .filter(crm::COLUMN.status.eq(CrmStatus::DeletionScheduled))
        .filter(crm::COLUMN.delete_at.gt(now.as_millisecond()))
        .filter(crm::COLUMN.delete_at.lte(after(now, LAST_CALL)))
        .all(db.read())
        .await?;
    let mut told = 0;
    for row in near {
        told += usize::from(tell_owner(db, &row, now).await?);
    }
    Ok(told)
}

/// False when the owner knows already, or when there is nothing to tell any more.
async fn tell_owner(db: &Database, row: &crm::Model, now: Timestamp) -> Result<bool, Error> {
    let Some(delete_at) = row.delete_at else {
        return Ok(false);
    };
    let tx = db.write().await?;
    Exclusive::Crm(&row.id).hold(&tx).await?;
    let still = crm::Entity::find_by_id(row.id.clone())
        .filter(crm::COLUMN.status.eq(CrmStatus::DeletionScheduled))
        .filter(crm::COLUMN.delete_at.eq(delete_at))
        .one(&tx)
        .await?;
    let owner = mailable::of(&tx, &Principal::account(&row.owner_account_id)).await?;
    let Some((crm, owner)) = still.zip(owner) else {
        return Ok(false);
    };
    let letter = Letter::DeletionNear {
        name: owner.name.clone(),
        date: local_time(&crm, delete_at),
        crm: crm.name,
    };
    let key = format!("deletion_near:{}:{delete_at}", crm.id);
    let told = outbox::enqueue_once(&tx, &letter, owner.recipient(), &key, now).await?;
    tx.commit().await?;
    Ok(told)
}

/// Tells everybody who could sign in that the deletion is scheduled.
pub(super) async fn scheduled(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    delete_at: i64,
    now: Timestamp,
) -> Result<(), Error> {
    let date = local_time(crm, delete_at);
    for (_, person) in people(tx, &crm.id).await? {
        let letter = Letter::DeletionScheduled {
            name: person.name.clone(),
            crm: crm.name.clone(),
            date: date.clone(),
        };
        outbox::enqueue(tx, &letter, person.recipient(), now).await?;
    }
    Ok(())
}

/// Tells everybody who can sign in again that the deletion is cancelled.
pub(super) async fn cancelled(
    tx: &DatabaseTransaction,
    crm: &Crm,
    now: Timestamp,
) -> Result<(), Error> {
    for (_, person) in people(tx, crm.scope().crm_id()).await? {
        let letter = Letter::DeletionCancelled {
            name: person.name.clone(),
            crm: crm.name.clone(),
            path: crm.home_path(),
        };
        outbox::enqueue(tx, &letter, person.recipient(), now).await?;
    }
    Ok(())
}

/// Tells everybody that the CRM is gone, each by the way that is left: by their account, or, without one, by the
/// address that they signed in with. These letters aren't the CRM's any more: they outlive it.
pub(super) async fn purged(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let owner = Principal::account(&crm.owner_account_id);
    let mut left: Vec<Mailable> = mailable::of(tx, &owner).await?.into_iter().collect();
    for (user, person) in people(tx, &crm.id).await? {
        let account = match link_of(tx, &crm.id, &user.id).await? {
            Some(link) => mailable::of(tx, &Principal::account(&link.account_id)).await?,
            None => None,
        };
        left.push(account.unwrap_or(person));
    }
    let mut told = BTreeSet::new();
    for person in left {
        if !told.insert(person.email.clone()) {
            continue;
        }
        let letter = Letter::Purged {
            name: person.name.clone(),
            crm: crm.name.clone(),
        };
        let to = Recipient {
            crm_id: None,
            ..person.recipient()
        };
        outbox::enqueue(tx, &letter, to, now).await?;
    }
    Ok(())
}

/// Everybody who could sign in.
async fn people<C: ConnectionTrait>(
    tx: &C,
    crm_id: &str,
) -> Result<Vec<(crm_user::Model, Mailable)>, Error> {
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(tx)
        .await?;
    let mut people = Vec::with_capacity(users.len());
    for user in users {
        let principal = Principal::user(crm_id, &user.id);
        let person = mailable::of(tx, &principal).await?;
        people.extend(person.map(|person| (user, person)));
    }
    Ok(people)
}
