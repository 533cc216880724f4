//! Keys by which programs call for a CRM: made and taken back by its admins, each for the scopes that it names.
//!
//! A key says `crm_`, the last twelve digits of its CRM's id, its prefix and its secret. The prefix finds its row and
//! is shown in lists; of the secret only the hash is kept. A key is nobody: it opens neither the portal nor anything
//! that is a person's own.

mod holder;

use std::{collections::HashMap, time::Duration};

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DatabaseTransaction, PaginatorTrait as _, QueryOrder as _, Select,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::holder::{KeyHolder, holder_of_key};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::{api_key, crm_user},
    error::{Error, Field, FieldError, FieldFault},
    event,
    id::new_id,
    instant::after,
    person,
    session::CrmSession,
    staff::require_admin,
    step_up,
    text::{check_length, hex, tidy},
    token::Token,
    trace::RequestTrace,
};

/// Characters.
const LONGEST_NAME: usize = 60;

/// Keys of one CRM that are good at once.
const MOST: usize = 50;

/// Days.
const LONGEST_LIFE: u32 = 3_650;

const DAY: Duration = Duration::from_hours(24);

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Reading what the CRM holds.
    Read,
    /// Webhooks: whom the CRM tells what happens.
    Webhooks,
}

impl Scope {
    /// Every scope.
    const ALL: [Self; 2] = [Self::Read, Self::Webhooks];
}

/// What an admin fills in about a new key.
#[derive(Debug, Clone, Copy)]
pub struct KeyInput<'a> {
    /// What it is for, in their words.
    pub name: &'a str,
    /// What it may do.
    pub scopes: &'a [Scope],
    /// How many days it is good; for ever without.
    pub days: Option<u32>,
}

/// A key as its CRM's admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// How its text begins.
    pub begins: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// What lists show of it.
    pub view: KeyView,
    /// The key itself, which nobody is shown again.
    pub secret: Sensitive<String>,
}

/// Makes a key.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`]; [`Error::Invalid`], also when
/// there are as many as there may be.
pub async fn make_key(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    input: KeyInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewKey, Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    let name = check(input)?;
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let present = good(crm, now).count(&tx).await?;
    if usize::try_from(present).unwrap_or(usize::MAX) >= MOST {
        return Err(wrong(Field::Name, FieldFault::TooMany(MOST)));
    }
    let (prefix, token) = (hex(&rand::random::<[u8; 4]>()), Token::new());
    let row = api_key::ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(new_id(now)),
        name: Set(name),
        prefix: Set(prefix),
        secret_hash: Set(token.hash().to_hex()),
        scopes: Set(serde_json::to_value(input.scopes)?),
        made_by: Set(session.who.id.clone()),
        expires_at: Set(input.days.map(|days| after(now, DAY * days))),
        last_used_at: Set(None),
        revoked_at: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    let row = row.insert(&tx).await?;
    log(&tx, "api_key.created", session, &row, trace, now).await?;
    tell(&tx, session, &row, now).await?;
    let maker = session.who.display_name.clone();
    tx.commit().await?;
    // EXPOSE: it is shown to who made it, once.
    let secret = format!("{}_{}", begins(&row), token.secret().expose());
    Ok(NewKey {
        view: view(row, maker)?,
        secret: secret.into(),
    })
}

/// The CRM's keys that are good, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins.
pub async fn keys<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
    now: Timestamp,
) -> Result<Vec<KeyView>, Error> {
    require_admin(session)?;
    let rows = good(crm, now)
        .order_by_desc(api_key::COLUMN.id)
        .all(db)
        .await?;
    let makers = makers(db, crm).await?;
    let views = rows.into_iter().map(|row| {
        let maker = makers.get(&row.made_by).cloned();
        view(row, maker.unwrap_or_default())
    });
    views.collect()
}

/// What those who can have made keys are called, by their ids.
async fn makers<C: ConnectionTrait>(db: &C, crm: &Crm) -> Result<HashMap<String, String>, Error> {
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .all(db)
        .await?;
    let names = users
        .into_iter()
        .map(|user| (user.id, person::display(&user.first_name, &user.last_name)));
    Ok(names.collect())
}

/// Takes a key back, at once and for good.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::NotFound`].
pub async fn revoke_key(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(session)?;
    let tx = db.write().await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let row = good(crm, now)
        .filter(api_key::COLUMN.id.eq(id))
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let revoked = api_key::Entity::update_many()
        .col_expr(
            api_key::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(api_key::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(api_key::COLUMN.id.eq(id))
        .filter(api_key::COLUMN.revoked_at.is_null())
        .exec(&tx)
        .await?;
    if revoked.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    log(&tx, "api_key.revoked", session, &row, trace, now).await?;
    tell(&tx, session, &row, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back the keys of somebody who may make none any more.
pub(crate) async fn revoke_of(
    tx: &DatabaseTransaction,
    (crm_id, user_id): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    api_key::Entity::update_many()
        .col_expr(
            api_key::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(api_key::COLUMN.crm_id.eq(crm_id))
        .filter(api_key::COLUMN.made_by.eq(user_id))
        .filter(api_key::COLUMN.revoked_at.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The keys of a CRM that are good now.
fn good(crm: &Crm, now: Timestamp) -> Select<api_key::Entity> {
    let lasts = api_key::COLUMN
        .expires_at
        .is_null()
        .or(api_key::COLUMN.expires_at.gt(now.as_millisecond()));
    api_key::Entity::find()
        .filter(api_key::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(api_key::COLUMN.revoked_at.is_null())
        .filter(lasts)
}

/// How the text of a key begins: what names its CRM, and its prefix.
fn begins(row: &api_key::Model) -> String {
    format!("crm_{}_{}", crm_part(&row.crm_id), row.prefix)
}

/// The last group of a CRM's id.
fn crm_part(crm_id: &str) -> &str {
    crm_id.rsplit('-').next().unwrap_or_default()
}

/// Checks what was filled in, and returns the name in its normal form.
fn check(input: KeyInput<'_>) -> Result<String, Error> {
    let name = tidy(input.name);
    let mut faults = Vec::new();
    let mut note = |field, fault| faults.push(FieldError { field, fault });
    if let Err(fault) = check_length(&name, LONGEST_NAME) {
        note(Field::Name, fault);
    }
    match input.scopes.len() {
        0 => note(Field::Scopes, FieldFault::Required),
        length if length > Scope::ALL.len() => {
            note(Field::Scopes, FieldFault::TooMany(Scope::ALL.len()));
        }
        _ => {}
    }
    if input
        .days
        .is_some_and(|days| !(1..=LONGEST_LIFE).contains(&days))
    {
        note(Field::Days, FieldFault::Invalid);
    }
    if faults.is_empty() {
        Ok(name)
    } else {
        Err(Error::Invalid(faults))
    }
}

fn wrong(field: Field, fault: FieldFault) -> Error {
    Error::Invalid(vec![FieldError { field, fault }])
}

fn view(row: api_key::Model, made_by: String) -> Result<KeyView, Error> {
    let instant = |at| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(KeyView {
        begins: begins(&row),
        scopes: serde_json::from_value(row.scopes)?,
        id: row.id,
        name: row.name,
        made_by,
        created_at: instant(row.created_at),
        expires_at: row.expires_at.map(instant),
        last_used_at: row.last_used_at.map(instant),
    })
}

/// Tells open pages of it.
async fn tell(
    tx: &DatabaseTransaction,
    session: &CrmSession,
    row: &api_key::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let (by, subject) = (Actor::User(&session.who.id), ("api_key", row.id.as_str()));
    event::record_changed(tx, &row.crm_id, by, subject, now).await
}

async fn log(
    tx: &DatabaseTransaction,
    action: &'static str,
    session: &CrmSession,
    row: &api_key::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.crm_id,
        action,
        actor: Actor::User(&session.who.id),
        subject: Some(&row.id),
        fields: json!({ "prefix": row.prefix, "scopes": row.scopes }),
    };
    audit::append(tx, entry, trace, now).await
}
