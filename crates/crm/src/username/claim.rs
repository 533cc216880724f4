//! Who may take which username of a CRM: nobody what somebody has, and nobody else what somebody has given up lately.
//! Whoever calls holds the CRM.

use std::{collections::HashSet, time::Duration};

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, QuerySelect as _, entity::prelude::*,
};

use super::numbered;
use crate::{
    entity::{crm_user, held_username},
    error::Error,
    id::new_id,
    instant::after,
};

/// How long a name that was given up is its former holder's alone.
const HELD_FOR: Duration = Duration::from_hours(30 * 24);

/// How many names are offered in place of one that is taken.
const SUGGESTED: usize = 3;

/// Names that are looked up at once.
const LOOKED_UP: usize = 20;

/// Refuses a name that somebody may not take: `by` is the CRM, and the user if they are one already.
///
/// # Errors
/// [`Error::UsernameTaken`], with some that they may take.
pub(crate) async fn require_free<C: ConnectionTrait>(
    db: &C,
    by: (&str, Option<&str>),
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    if taken(db, by, &[name.to_owned()], now).await?.is_empty() {
        return Ok(());
    }
    let suggestions = free_like(db, by, name, 2, SUGGESTED, now).await?;
    Err(Error::UsernameTaken { suggestions })
}

/// The name that is wanted for somebody new, or the first like it that is free.
pub(crate) async fn first_free<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    wanted: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let mut free = free_like(db, (crm_id, None), wanted, 1, 1, now).await?;
    Ok(free.swap_remove(0))
}

/// Keeps a name for who has just given it up.
pub(crate) async fn hold(
    tx: &DatabaseTransaction,
    (crm_id, user_id): (&str, &str),
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    release(tx, crm_id, name).await?;
    let row = held_username::ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(new_id(now)),
        username: Set(name.to_owned()),
        crm_user_id: Set(user_id.to_owned()),
        held_until: Set(after(now, HELD_FOR)),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Keeps a name for nobody any more.
pub(crate) async fn release(
    tx: &DatabaseTransaction,
    crm_id: &str,
    name: &str,
) -> Result<(), Error> {
    held_username::Entity::delete_many()
        .filter(held_username::COLUMN.crm_id.eq(crm_id))
        .filter(held_username::COLUMN.username.eq(name))
        .exec(tx)
        .await?;
    Ok(())
}

/// So many names like one, from its `from`th on, which may be taken.
async fn free_like<C: ConnectionTrait>(
    db: &C,
    by: (&str, Option<&str>),
    name: &str,
    mut from: usize,
    most: usize,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let mut free = Vec::new();
    while free.len() < most {
        let choices: Vec<String> = (from..from + LOOKED_UP)
            .map(|n| numbered(name, n))
            .collect();
        let taken = taken(db, by, &choices, now).await?;
        free.extend(choices.into_iter().filter(|name| !taken.contains(name)));
        from += LOOKED_UP;
    }
    free.truncate(most);
    Ok(free)
}

/// Those among names that may not be taken.
async fn taken<C: ConnectionTrait>(
    db: &C,
    (crm_id, user_id): (&str, Option<&str>),
    names: &[String],
    now: Timestamp,
) -> Result<HashSet<String>, Error> {
    let users: Vec<String> = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.username.is_in(names))
        .select_only()
        .column(crm_user::Column::Username)
        .into_tuple()
        .all(db)
        .await?;
    let mut held = held_username::Entity::find()
        .filter(held_username::COLUMN.crm_id.eq(crm_id))
        .filter(held_username::COLUMN.username.is_in(names))
        .filter(held_username::COLUMN.held_until.gt(now.as_millisecond()));
    if let Some(id) = user_id {
        held = held.filter(held_username::COLUMN.crm_user_id.ne(id));
    }
    let held: Vec<String> = held
        .select_only()
        .column(held_username::Column::Username)
        .into_tuple()
        .all(db)
        .await?;
    Ok(users.into_iter().chain(held).collect())
}
