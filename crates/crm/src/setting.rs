//! What is true for the whole server.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    database::{Database, Exclusive},
    entity::server_setting,
    error::Error,
    id::new_id,
    token::Token,
};

const IDENTITY: &str = "identity";
const OPERATOR: &str = "operator";
const VISITOR_SALT: &str = "visitor_salt";

/// What the server calls itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerIdentity {
    /// Permanent id of the installation.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The server's identity; made up at the first start.
///
/// # Errors
/// [`Error::Database`].
pub async fn server_identity(db: &Database, now: Timestamp) -> Result<ServerIdentity, Error> {
    let tx = db.write().await?;
    Exclusive::SetUp.hold(&tx).await?;
    let value = if let Some(value) = get(&tx, IDENTITY).await? {
        value
    } else {
        let value = json!({ "id": new_id(now), "name": "Ninefold" });
        put_new(&tx, IDENTITY, value.clone(), now).await?;
        value
    };
    tx.commit().await?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let unknown = || Error::UnknownValue {
        table: "server_setting",
        column: "value",
    };
    Ok(ServerIdentity {
        id: text("id").ok_or_else(unknown)?,
        name: text("name").ok_or_else(unknown)?,
    })
}

/// What the server calls itself; nothing before its first start.
pub(crate) async fn server_name<C: ConnectionTrait>(db: &C) -> Result<Option<String>, Error> {
    let identity = get(db, IDENTITY).await?;
    let name = identity.as_ref().and_then(|value| value.get("name"));
    Ok(name.and_then(Value::as_str).map(str::to_owned))
}

/// Whether an operator exists, which closes set-up for good.
///
/// # Errors
/// [`Error::Database`].
pub async fn set_up_done<C: ConnectionTrait>(db: &C) -> Result<bool, Error> {
    Ok(get(db, OPERATOR).await?.is_some())
}

/// The salt of the day for visitors of links; a new one forgets that of the day before.
pub(crate) async fn visitor_salt(
    db: &Database,
    day: &str,
    now: Timestamp,
) -> Result<String, Error> {
    if let Some(salt) = salt_of(db.read(), day).await? {
        return Ok(salt);
    }
    let tx = db.write().await?;
    Exclusive::VisitorSalt.hold(&tx).await?;
    // Another process may have made it up meanwhile.
    if let Some(salt) = salt_of(&tx, day).await? {
        return Ok(salt);
    }
    // EXPOSE: it is of use for this day alone.
    let salt = Token::new().secret().expose().clone();
    server_setting::Entity::delete_by_id(VISITOR_SALT.to_owned())
        .exec(&tx)
        .await?;
    let value = json!({ "day": day, "salt": salt });
    put_new(&tx, VISITOR_SALT, value, now).await?;
    tx.commit().await?;
    Ok(salt)
}

async fn salt_of<C: ConnectionTrait>(db: &C, day: &str) -> Result<Option<String>, Error> {
    let value = get(db, VISITOR_SALT).await?;
    let text = |name: &str| value.as_ref()?.get(name)?.as_str();
    Ok(text("salt")
        .filter(|_| text("day") == Some(day))
        .map(str::to_owned))
}

/// Writes down the operator. The primary key lets only one of two set-ups at once succeed.
pub(crate) async fn close_set_up<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    put_new(db, OPERATOR, json!({ "account_id": account_id }), now).await
}

async fn get<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<Value>, Error> {
    let row = server_setting::Entity::find_by_id(key.to_owned())
        .one(db)
        .await?;
    Ok(row.map(|row| row.value))
}

async fn put_new<C: ConnectionTrait>(
    db: &C,
    key: &str,
    value: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = server_setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value),
        secret: Set(false),
        key_id: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}
