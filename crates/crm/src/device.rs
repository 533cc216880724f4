//! Browsers that a person signed in from: which are known, and which are trusted for a while to skip
//! the second factor.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, UpdateMany,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

use crate::{
    agent::{Agent, joined},
    device_token,
    entity::device::{ActiveModel, Column, Entity, Model},
    error::Error,
    id::new_id,
    instant::after,
    principal::Principal,
    token::Token,
    trace::RequestTrace,
};

/// How long "Trust this device" holds.
const TRUST_LIFE: Duration = Duration::from_hours(30 * 24);

/// Between browser and system where sessions are listed.
const BETWEEN: &str = " · ";

/// A browser that somebody uses right now.
pub(crate) struct Seen {
    pub(crate) id: String,
    /// The person never signed in from it before.
    pub(crate) is_new: bool,
}

/// Notes that somebody uses a browser.
pub(crate) async fn see<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Seen, Error> {
    let row = new_row(principal, trace, now);
    let key = [Column::PrincipalKey, Column::DeviceKeyHash];
    let inserted = Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let agent = Agent::read(trace.agent);
    Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::Browser, Expr::value(agent.browser))
        .col_expr(Column::Os, Expr::value(agent.os))
        .filter(Column::PrincipalKey.eq(principal.key()))
        .filter(Column::DeviceKeyHash.eq(trace.device.hash().to_hex()))
        .exec(tx)
        .await?;
    let row = find(tx, principal, trace.device).await?;
    Ok(Seen {
        id: row.ok_or(Error::NotFound)?.id,
        is_new: inserted == 1,
    })
}

/// What the list of sessions of a principal calls a browser: as the person does, or its desktop client, or by what it
/// says of itself, which is all that is known of one that nobody signed in from.
pub(crate) async fn name<C: ConnectionTrait>(
    db: &C,
    principal: Option<&Principal>,
    trace: &RequestTrace<'_>,
) -> Result<Option<String>, Error> {
    let known = match principal {
        Some(principal) => find(db, principal, trace.device).await?,
        None => None,
    };
    let Some(row) = known else {
        let Agent { browser, os } = Agent::read(trace.agent);
        return Ok(joined([browser, os], BETWEEN));
    };
    if !row.label.is_empty() {
        return Ok(Some(row.label));
    }
    let client = device_token::name_on(db, &row.id).await?;
    Ok(client.or_else(|| joined([&row.browser, &row.os], BETWEEN)))
}

/// Asks for no second factor from this browser for a while.
pub(crate) async fn trust<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let seen = see(tx, owner, trace, now).await?;
    Entity::update_many()
        .col_expr(Column::TrustedUntil, Expr::value(after(now, TRUST_LIFE)))
        .filter(Column::Id.eq(seen.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the owner of a second factor trusts this browser.
pub(crate) async fn is_trusted<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
    device: &Token,
    now: Timestamp,
) -> Result<bool, Error> {
    let row = find(db, owner, device).await?;
    let until = row.and_then(|row| row.trusted_until);
    Ok(until.is_some_and(|until| until > now.as_millisecond()))
}

/// Asks for the second factor again, wherever the person signs in.
pub(crate) async fn distrust_all<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
) -> Result<(), Error> {
    distrust_all_but(tx, owner, None).await
}

/// Asks for the second factor again everywhere but at one browser.
pub(crate) async fn distrust_all_but<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
    kept: Option<&Token>,
) -> Result<(), Error> {
    let mut distrusting = distrusting().filter(Column::PrincipalKey.eq(owner.key()));
    if let Some(kept) = kept {
        distrusting = distrusting.filter(Column::DeviceKeyHash.ne(kept.hash().to_hex()));
    }
    distrusting.exec(tx).await?;
    Ok(())
}

/// Asks for the second factor again at the browser that a row is about, whoever's row it is.
pub(crate) async fn distrust<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
    device_id: Option<&str>,
) -> Result<(), Error> {
    let Some(device_id) = device_id else {
        return Ok(());
    };
    let row = Entity::find_by_id(device_id.to_owned()).one(tx).await?;
    let Some(row) = row else { return Ok(()) };
    distrusting()
        .filter(Column::PrincipalKey.eq(owner.key()))
        .filter(Column::DeviceKeyHash.eq(row.device_key_hash))
        .exec(tx)
        .await?;
    Ok(())
}

fn distrusting() -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::TrustedUntil, Expr::value(None::<i64>))
        .filter(Column::TrustedUntil.is_not_null())
}

async fn find<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    device: &Token,
) -> Result<Option<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::PrincipalKey.eq(principal.key()))
        .filter(Column::DeviceKeyHash.eq(device.hash().to_hex()))
        .one(db)
        .await?)
}

fn new_row(principal: &Principal, trace: &RequestTrace<'_>, now: Timestamp) -> ActiveModel {
    let at = now.as_millisecond();
    let agent = Agent::read(trace.agent);
    ActiveModel {
        id: Set(new_id(now)),
        principal_key: Set(principal.key()),
        account_id: Set(principal.account_id()),
        crm_id: Set(principal.crm_id()),
        crm_user_id: Set(principal.crm_user_id()),
        device_key_hash: Set(trace.device.hash().to_hex()),
        label: Set(String::new()),
        browser: Set(agent.browser.to_owned()),
        os: Set(agent.os.to_owned()),
        first_seen_at: Set(at),
        last_seen_at: Set(at),
        trusted_until: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    }
}
