//! Removing what the database holds of a person who goes.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Statement, entity::prelude::*};

use crate::{
    email,
    entity::{
        idempotency_key,
        outbox::{self, OutboxState},
    },
    error::Error,
    principal::Principal,
};

/// Deletes a principal's rows from tables that name whose they are, the answers kept for them, and the letters to
/// their address. A letter that is being sent is removed when it's old.
pub(crate) async fn erase(
    tx: &DatabaseTransaction,
    who: &Principal,
    tables: &[&str],
    address: &str,
) -> Result<(), Error> {
    let (whose, values): (_, Vec<Value>) = match who {
        Principal::Account { id } => ("account_id = $1", vec![id.into()]),
        Principal::User { crm_id, id } => (
            "crm_id = $1 AND crm_user_id = $2",
            vec![crm_id.into(), id.into()],
        ),
    };
    let backend = tx.get_database_backend();
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE {whose}");
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values.clone()))
            .await?;
    }
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::COLUMN.principal_key.eq(who.key()))
        .exec(tx)
        .await?;
    let of_crm = match who.crm_id() {
        Some(crm_id) => outbox::COLUMN.crm_id.eq(crm_id),
        None => outbox::COLUMN.crm_id.is_null(),
    };
    outbox::Entity::delete_many()
        .filter(of_crm)
        .filter(outbox::COLUMN.recipient.eq(email::for_letters(address)))
        .filter(outbox::COLUMN.state.ne(OutboxState::Ready))
        .exec(tx)
        .await?;
    Ok(())
}
