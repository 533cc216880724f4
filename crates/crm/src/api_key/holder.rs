//! Whoever presents a key.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{entity::prelude::*, sea_query::Expr};
use subtle::ConstantTimeEq as _;

use super::{Scope, crm_part, good};
use crate::{
    crm_record::{Crm, CrmStatus},
    database::Database,
    entity::api_key,
    error::Error,
    instant::millis,
    token::Token,
};

/// Use is noted no more often than this.
const SEEN_STEP: Duration = Duration::from_mins(1);

/// A program with a key that is good now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// The key's id.
    pub id: String,
    pub(super) scopes: Vec<Scope>,
    last_used_at: Option<i64>,
}

impl KeyHolder {
    /// Refuses a key that isn't for this.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&self, scope: Scope) -> Result<(), Error> {
        if self.scopes.contains(&scope) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Notes that the key was used, if that wasn't noted lately.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn note_use(&self, db: &Database, crm: &Crm, now: Timestamp) -> Result<(), Error> {
        let at = now.as_millisecond();
        let since = self.last_used_at.map_or(i64::MAX, |last| at - last);
        if since < millis(SEEN_STEP) {
            return Ok(());
        }
        let tx = db.write().await?;
        api_key::Entity::update_many()
            .col_expr(api_key::Column::LastUsedAt, Expr::value(at))
            .filter(api_key::COLUMN.crm_id.eq(crm.scope().crm_id()))
            .filter(api_key::COLUMN.id.eq(self.id.as_str()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The holder of the key that somebody presents at a CRM, if it is this CRM's and good. Changes nothing.
///
/// # Errors
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`]: the key is good, and its CRM isn't open.
pub async fn holder_of_key(
    db: &Database,
    crm: &Crm,
    presented: &Token,
    now: Timestamp,
) -> Result<Option<KeyHolder>, Error> {
    // EXPOSE: its parts are looked at; of the secret one only the hash leaves.
    let mut parts = presented.secret().expose().splitn(4, '_');
    let (word, of) = (parts.next(), parts.next());
    let (Some(prefix), Some(secret)) = (parts.next(), parts.next()) else {
        return Ok(None);
    };
    if word != Some("crm") || of != Some(crm_part(crm.scope().crm_id())) {
        return Ok(None);
    }
    let found = good(crm, now)
        .filter(api_key::COLUMN.prefix.eq(prefix))
        .one(db.read())
        .await?;
    let Some(row) = found else { return Ok(None) };
    let hash = Token::presented(secret.to_owned().into()).hash().to_hex();
    if !bool::from(hash.as_bytes().ct_eq(row.secret_hash.as_bytes())) {
        return Ok(None);
    }
    if crm.status != CrmStatus::Active {
        return Err(crm.status.refusal());
    }
    Ok(Some(KeyHolder {
        id: row.id,
        scopes: serde_json::from_value(row.scopes)?,
        last_used_at: row.last_used_at,
    }))
}
