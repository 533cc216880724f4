//! The database: one writer, several readers, and the schema brought up to date when opened.

use std::{path::Path, time::Duration};

use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::MigratorTrait as _;

use crate::{error::Error, migration::Migrator};

const READERS: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A handle to the database, cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Database {
    /// Opens the `SQLite` file, makes it if need be, and migrates it.
    ///
    /// # Errors
    /// [`Error::Database`] when the file can't be used, or is newer than this program.
    pub async fn open_file(path: &Path) -> Result<Self, Error> {
        let writer = connect(path, 1).await?;
        Migrator::up(&writer, None).await?;
        let reader = connect(path, READERS).await?;
        Ok(Self { reader, writer })
    }

    /// For statements that only read.
    #[must_use]
    pub const fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Waits for its turn to write. What isn't committed is rolled back when dropped.
    pub(crate) async fn write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Database`] when it doesn't.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }

    /// Closes all connections; statements under way are finished first.
    ///
    /// # Errors
    /// [`Error::Database`] when a connection can't be closed in order.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

/// A pool on one file. Durability comes first: a commit is on the disk when it returns.
async fn connect(path: &Path, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .filename(&path)
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
        });
    sea_orm::Database::connect(options).await
}
