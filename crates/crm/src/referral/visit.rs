//! Visits of links. They are counted without keeping who came: by a hash of network and browser, with a salt that
//! is forgotten when the day is over.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, entity::prelude::*, sea_query::OnConflict,
};
use sha2::{Digest as _, Sha256};

use super::{Programme, day_of};
use crate::{
    agent::Agent,
    attempt, code,
    database::Database,
    entity::{
        account::{self, AccountStatus},
        referral_click,
    },
    error::Error,
    id::new_id,
    instant::{after, left},
    setting,
    text::hex,
    trace::RequestTrace,
};

/// A visit that a sign-up counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// What the visitor's browser remembers it by.
    pub id: String,
    /// How long it does.
    pub life: Duration,
}

/// Counts the visit of a link. Returns what the browser remembers from here on: nothing else than before when it
/// remembers a visit that is good still, and nothing for a link that doesn't count, or that its own holder opens.
///
/// # Errors
/// [`Error::Database`].
pub async fn visit(
    db: &Database,
    programme: &Programme,
    code: &str,
    earlier: Option<&str>,
    visitor: Option<&str>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Option<Click>, Error> {
    let Some(referrer) = holder_of(db.read(), code).await? else {
        return Ok(None);
    };
    if visitor == Some(referrer.id.as_str()) {
        return Ok(None);
    }
    let code = referrer.referral_code.unwrap_or_default();
    let day = day_of(now);
    let salt = setting::visitor_salt(db, &day, now).await?;
    let network = attempt::network(trace.ip);
    let browser = Agent::read(trace.agent).browser;
    let visitor_hash = hex(&Sha256::digest(format!("{salt}\n{network}\n{browser}")));
    let row = referral_click::ActiveModel {
        id: Set(new_id(now)),
        code: Set(code.clone()),
        day: Set(day.clone()),
        visitor_hash: Set(visitor_hash.clone()),
        at: Set(now.as_millisecond()),
    };
    let tx = db.write().await?;
    referral_click::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(&tx)
        .await?;
    let click = referral_click::Entity::find()
        .filter(referral_click::COLUMN.code.eq(code))
        .filter(referral_click::COLUMN.day.eq(day))
        .filter(referral_click::COLUMN.visitor_hash.eq(visitor_hash))
        .one(&tx)
        .await?;
    tx.commit().await?;
    let remembers = match earlier {
        Some(id) => good_click(db.read(), programme, id, now).await?,
        None => None,
    };
    if remembers.is_some() {
        return Ok(None);
    }
    Ok(click.map(|click| {
        let until = after(now, programme.attribution());
        let late = now.as_millisecond().saturating_sub(click.at);
        Click {
            id: click.id,
            life: left(until.saturating_sub(late), now),
        }
    }))
}

/// The account whose link says this, if it counts.
pub(super) async fn holder_of<C: ConnectionTrait>(
    db: &C,
    code: &str,
) -> Result<Option<account::Model>, Error> {
    Ok(account::Entity::find()
        .filter(account::COLUMN.referral_code.eq(code::canonical(code)))
        .filter(active())
        .one(db)
        .await?)
}

/// A visit that a sign-up counts for still, with whose link it was.
pub(super) async fn good_click<C: ConnectionTrait>(
    db: &C,
    programme: &Programme,
    id: &str,
    now: Timestamp,
) -> Result<Option<(referral_click::Model, account::Model)>, Error> {
    let earliest = now.checked_sub(programme.attribution());
    let earliest = earliest.unwrap_or(Timestamp::MIN).as_millisecond();
    let click = referral_click::Entity::find_by_id(id.to_owned())
        .filter(referral_click::COLUMN.at.gt(earliest))
        .one(db)
        .await?;
    let Some(click) = click else {
        return Ok(None);
    };
    let holder = holder_of(db, &click.code).await?;
    Ok(holder.map(|holder| (click, holder)))
}

fn active() -> Condition {
    Condition::all()
        .add(account::COLUMN.referral_active.eq(true))
        .add(account::COLUMN.status.eq(AccountStatus::Active))
        .add(account::COLUMN.closed_at.is_null())
}
