//! Deleting many rows a few at a time, so that others get their turn.

use sea_orm::{ConnectionTrait as _, Statement, entity::prelude::*};

use crate::{database::Database, error::Error};

/// Rows deleted in one transaction.
pub(crate) const BATCH: u64 = 1_000;

/// Deletes all rows of a table that fit, each batch in a transaction of its own. The condition ends where
/// the value comes. Returns how many rows are gone.
pub(crate) async fn delete_all(
    db: &Database,
    table: &'static str,
    condition: &'static str,
    value: impl Into<Value> + Clone,
) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let tx = db.write().await?;
        let backend = tx.get_database_backend();
        // Said twice: what somebody changed since it was chosen may fit no more.
        let sql = format!(
            "DELETE FROM {table} WHERE {condition}$1 AND id IN \
             (SELECT id FROM {table} WHERE {condition}$1 LIMIT {BATCH})"
        );
        let values = [value.clone().into()];
        let done = tx
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
        tx.commit().await?;
        gone += done.rows_affected();
        if done.rows_affected() < BATCH {
            return Ok(gone);
        }
    }
}
