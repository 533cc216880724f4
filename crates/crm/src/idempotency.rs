//! Requests that a client may send again without their happening again.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    database::Exclusive, entity::idempotency_key, error::Error, id::new_id, instant::after,
    principal::Principal, text::hex,
};

/// How long an answer is remembered.
const LIFE: Duration = Duration::from_hours(24);

/// What a client tells two requests apart by: 1 to 64 visible ASCII characters.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }
}

/// A request under a key.
#[derive(Debug)]
pub struct Request {
    /// The client's key.
    pub key: IdempotencyKey,
    /// What is asked for: an operation, and all that it is told.
    pub content: String,
}

/// Waits for a request under the same key that is under way, and returns what came of an earlier
/// one. Everything until [`remember`] belongs into one transaction.
///
/// # Errors
/// [`Error::IdempotencyKeyReused`] when that one asked for something else.
pub(crate) async fn recall<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    request: &Request,
    now: Timestamp,
) -> Result<Option<Value>, Error> {
    let key = format!("{}\n{}", principal.key(), request.key.0);
    Exclusive::Idempotency(&key).hold(tx).await?;
    let row = find(principal, request).one(tx).await?;
    match row {
        Some(row) if row.expires_at <= now.as_millisecond() => {
            idempotency_key::Entity::delete_by_id(row.id)
                .exec(tx)
                .await?;
            Ok(None)
        }
        Some(row) if row.body_hash == content_hash(request) => Ok(Some(row.result)),
        Some(_) => Err(Error::IdempotencyKeyReused),
        None => Ok(None),
    }
}

/// Remembers what came of a request.
pub(crate) async fn remember<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    operation: &'static str,
    request: &Request,
    result: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let row = idempotency_key::ActiveModel {
        id: Set(new_id(now)),
        principal_key: Set(principal.key()),
        key: Set(request.key.0.clone()),
        operation: Set(operation.to_owned()),
        body_hash: Set(content_hash(request)),
        result: Set(result),
        expires_at: Set(after(now, LIFE)),
        created_at: Set(now.as_millisecond()),
    };
    row.insert(tx).await?;
    Ok(())
}

fn find(principal: &Principal, request: &Request) -> Select<idempotency_key::Entity> {
    idempotency_key::Entity::find()
        .filter(idempotency_key::COLUMN.principal_key.eq(principal.key()))
        .filter(idempotency_key::COLUMN.key.eq(request.key.0.as_str()))
}

fn content_hash(request: &Request) -> String {
    hex(&Sha256::digest(&request.content))
}
