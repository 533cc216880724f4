//! A whole database, copied into another one of either kind.

use sea_orm::{
    AccessMode, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, IsolationLevel,
    Iterable as _, ModelTrait, PaginatorTrait as _, PrimaryKeyToColumn, QueryOrder, Select,
    TransactionOptions, TransactionTrait as _,
};
use sha2::{Digest as _, Sha256};

use crate::{
    Database, Error,
    entity::{
        account, api_key, attempt, audit_entry, credential, crm, crm_export, crm_tombstone,
        crm_user, device, device_token, event, held_username, idempotency_key, identity_link,
        invitation, job, ledger_entry, membership, notification, outbox, passkey,
        passkey_challenge, payout, qr_request, referral, referral_click, referral_reward,
        server_setting, session, sign_up_link, sso_domain, sso_provider, ticket, wallet,
        webhook_delivery, webhook_endpoint,
    },
};

/// Rows that are read and written at a time: times the columns of the widest table it stays below the
/// parameters that a statement may have.
const BATCH: u64 = 200;

/// A table that was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: usize,
}

/// Copies all rows from one database into another, which must have none, and reads them back: both have the
/// same rows then, or the other one stays empty. The source isn't changed.
///
/// # Errors
/// [`Error::TargetNotEmpty`]; [`Error::CopyDiffers`] when what was read back isn't what was written;
/// [`Error::SchemaBehind`] and [`Error::SchemaNewer`] of the source.
pub async fn copy_database(from: &Database, to: &Database) -> Result<Vec<CopiedTable>, Error> {
    from.check().await?;
    let from = snapshot(from).await?;
    let to = to.write().await?;
    // References are checked at the end, so any order of the tables will do.
    let copied = vec![
        copy::<account::Entity>(&from, &to).await?,
        copy::<api_key::Entity>(&from, &to).await?,
        copy::<attempt::Entity>(&from, &to).await?,
        copy::<audit_entry::Entity>(&from, &to).await?,
        copy::<credential::Entity>(&from, &to).await?,
        copy::<crm::Entity>(&from, &to).await?,
        copy::<crm_export::Entity>(&from, &to).await?,
        copy::<crm_tombstone::Entity>(&from, &to).await?,
        copy::<crm_user::Entity>(&from, &to).await?,
        copy::<device::Entity>(&from, &to).await?,
        copy::<device_token::Entity>(&from, &to).await?,
        copy::<event::Entity>(&from, &to).await?,
        copy::<held_username::Entity>(&from, &to).await?,
        copy::<idempotency_key::Entity>(&from, &to).await?,
        copy::<identity_link::Entity>(&from, &to).await?,
        copy::<invitation::Entity>(&from, &to).await?,
        copy::<job::Entity>(&from, &to).await?,
        copy::<ledger_entry::Entity>(&from, &to).await?,
        copy::<membership::Entity>(&from, &to).await?,
        copy::<notification::Entity>(&from, &to).await?,
        copy::<outbox::Entity>(&from, &to).await?,
        copy::<passkey::Entity>(&from, &to).await?,
        copy::<passkey_challenge::Entity>(&from, &to).await?,
        copy::<payout::Entity>(&from, &to).await?,
        copy::<qr_request::Entity>(&from, &to).await?,
        copy::<referral::Entity>(&from, &to).await?,
        copy::<referral_click::Entity>(&from, &to).await?,
        copy::<referral_reward::Entity>(&from, &to).await?,
        copy::<server_setting::Entity>(&from, &to).await?,
        copy::<session::Entity>(&from, &to).await?,
        copy::<sign_up_link::Entity>(&from, &to).await?,
        copy::<sso_domain::Entity>(&from, &to).await?,
        copy::<sso_provider::Entity>(&from, &to).await?,
        copy::<ticket::Entity>(&from, &to).await?,
        copy::<wallet::Entity>(&from, &to).await?,
        copy::<webhook_delivery::Entity>(&from, &to).await?,
        copy::<webhook_endpoint::Entity>(&from, &to).await?,
    ];
    to.commit().await?;
    Ok(copied)
}

/// All tables as they are at one moment, whoever writes meanwhile.
pub(crate) async fn snapshot(db: &Database) -> Result<DatabaseTransaction, Error> {
    // SQLite gives a snapshot to every transaction that reads, and knows no such words.
    let options = match db.read().get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
        _ => TransactionOptions::default(),
    };
    Ok(db.read().begin_with_options(options).await?)
}

async fn copy<E>(from: &DatabaseTransaction, to: &DatabaseTransaction) -> Result<CopiedTable, Error>
where
    E: EntityTrait<Model: IntoActiveModel<E::ActiveModel> + Sync>,
{
    let name = E::default().table_name();
    if E::find().one(to).await?.is_some() {
        return Err(Error::TargetNotEmpty { table: name });
    }
    let mut read = Vec::new();
    let mut pages = by_key::<E>().paginate(from, BATCH);
    while let Some(rows) = pages.fetch_and_next().await? {
        read.extend(rows.iter().map(digest));
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(to).await?;
    }
    let mut written = Vec::with_capacity(read.len());
    let mut pages = by_key::<E>().paginate(to, BATCH);
    while let Some(rows) = pages.fetch_and_next().await? {
        written.extend(rows.iter().map(digest));
    }
    // The two databases sort texts in different ways.
    read.sort_unstable();
    written.sort_unstable();
    if read != written {
        return Err(Error::CopyDiffers { table: name });
    }
    let rows = read.len();
    Ok(CopiedTable { name, rows })
}

/// All rows, each once however many pages they are read in.
fn by_key<E: EntityTrait>() -> Select<E> {
    let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    key.fold(E::find(), QueryOrder::order_by_asc)
}

/// What a row holds, whichever database it's read from.
fn digest<M: ModelTrait>(row: &M) -> [u8; 32] {
    let mut digest = Sha256::new();
    for column in <M::Entity as EntityTrait>::Column::iter() {
        // Values say their kind, and texts end where their quotes do.
        digest.update(format!("{:?}\n", row.get(column)));
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests;
