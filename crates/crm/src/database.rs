//! The database, `SQLite` or `PostgreSQL`, with its schema brought up to date when opened.

use std::{path::Path, time::Duration};

use domain::Sensitive;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
    sqlx::{self, postgres::PgListener},
};
use sea_orm_migration::MigratorTrait as _;
use sha2::{Digest as _, Sha256};

use crate::{
    error::Error,
    migration::{self, Migrator},
    principal::Principal,
};

/// `SQLite` takes one writer at a time, so that one is all there is.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The channel on which processes wake each other.
const WAKING: &str = "ninefold_written";

/// A handle to the database, cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

/// What no two may do at once, however many processes serve one database.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exclusive<'a> {
    /// Bringing the schema up to date.
    Migration,
    /// The first start.
    SetUp,
    /// Using the ticket with this hash, which may be used several times.
    Ticket(&'a str),
    /// Counting attempts under this key.
    Attempts(&'a str),
    /// Answering requests with this idempotency key.
    Idempotency(&'a str),
    /// Who is who at the provider with this id.
    Identities(&'a str),
    /// Which account has this e-mail address.
    Address(&'a str),
    /// What an account owns: how many CRMs it may have, and its money.
    Account(&'a str),
    /// The life of the CRM with this id, and its money.
    Crm(&'a str),
    /// Who is told what happens in the CRM with this id.
    Webhooks(&'a str),
    /// Choosing an address for a CRM.
    Slugs,
    /// Appending to the audit chain of this scope.
    Audit(&'a str),
    /// Making up the day's salt for visitors of links.
    VisitorSalt,
    /// Claiming jobs, and writing down those that are due by the clock.
    Jobs,
}

impl Database {
    /// Opens the `SQLite` file, makes it if need be, and migrates it.
    ///
    /// # Errors
    /// [`Error::SchemaNewer`]; [`Error::Database`] when the file can't be used.
    pub async fn open_file(path: &Path) -> Result<Self, Error> {
        let writer = connect_file(path, 1).await?;
        migrate(&writer).await?;
        let reader = connect_file(path, READERS).await?;
        Ok(Self { reader, writer })
    }

    /// Opens a `SQLite` file that a server may be using, to read it as it is.
    ///
    /// # Errors
    /// [`Error::Database`] when there is none, or it can't be read.
    pub async fn read_file(path: &Path) -> Result<Self, Error> {
        Self::read_sqlite(path, false).await
    }

    /// Opens a `SQLite` file that nobody uses or changes, such as a backup. Nothing is made beside it.
    ///
    /// # Errors
    /// [`Error::Database`] when there is none, or it can't be read.
    pub async fn read_still_file(path: &Path) -> Result<Self, Error> {
        Self::read_sqlite(path, true).await
    }

    async fn read_sqlite(path: &Path, still: bool) -> Result<Self, Error> {
        let path = path.to_owned();
        let mut options = ConnectOptions::new("sqlite:");
        options
            .max_connections(1)
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(move |options| {
                let options = options.filename(&path).read_only(true).immutable(still);
                options.busy_timeout(BUSY_TIMEOUT)
            });
        let reader = sea_orm::Database::connect(options).await?;
        Ok(Self {
            writer: reader.clone(),
            reader,
        })
    }

    /// Opens a `PostgreSQL` database that servers may be using, to read it as it is.
    ///
    /// # Errors
    /// [`Error::Database`] when it can't be reached.
    pub async fn read_postgres(url: &Sensitive<String>) -> Result<Self, Error> {
        let reader = connect_server(url, 1).await?;
        Ok(Self {
            writer: reader.clone(),
            reader,
        })
    }

    /// Opens a `PostgreSQL` database by its `postgres://` URL, and migrates it. Of several servers
    /// that start at once one migrates and the others wait for it.
    ///
    /// # Errors
    /// [`Error::SchemaNewer`]; [`Error::Database`] when it can't be reached.
    pub async fn open_postgres(url: &Sensitive<String>) -> Result<Self, Error> {
        // A lock of the session: steps have transactions of their own, and one connection runs all.
        let migrating = connect_server(url, 1).await?;
        let key = Exclusive::Migration.key();
        let lock = format!("SELECT pg_advisory_lock({key})");
        migrating.execute_unprepared(&lock).await?;
        migrate(&migrating).await?;
        // Which frees the lock.
        migrating.close().await?;
        let pool = connect_server(url, POSTGRES_CONNECTIONS).await?;
        Ok(Self {
            reader: pool.clone(),
            writer: pool,
        })
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

    /// Listens for what other processes write, where the database can tell.
    ///
    /// # Errors
    /// [`Error::Database`] when there is no connection to listen by.
    pub async fn wakes(&self) -> Result<Wakes, Error> {
        if self.reader.get_database_backend() != DbBackend::Postgres {
            return Ok(Wakes(None));
        }
        let pool = self.reader.get_postgres_connection_pool();
        let mut listener = PgListener::connect_with(pool).await.map_err(sqlx_error)?;
        listener.listen(WAKING).await.map_err(sqlx_error)?;
        Ok(Wakes(Some(listener)))
    }

    /// Whether the database answers and has the schema of this program. Changes nothing.
    ///
    /// # Errors
    /// [`Error::SchemaNewer`]; [`Error::SchemaBehind`]; [`Error::Database`] when it doesn't answer.
    pub async fn check(&self) -> Result<(), Error> {
        if migration::is_newer(&self.reader).await? {
            return Err(Error::SchemaNewer);
        }
        let pending = Migrator::get_pending_migrations_read_only(&self.reader).await?;
        if pending.is_empty() {
            Ok(())
        } else {
            Err(Error::SchemaBehind)
        }
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

impl<'a> Exclusive<'a> {
    /// How somebody may sign in: two changes at once would each count without the other one.
    pub(crate) fn ways_of(who: &'a Principal) -> Self {
        match who {
            Principal::Account { id } => Self::Account(id),
            Principal::User { crm_id, .. } => Self::Crm(crm_id),
        }
    }
}

impl Exclusive<'_> {
    /// Waits until no other transaction holds the same, and holds it until this one ends. Who needs
    /// several takes them in the order in which the kinds are declared.
    pub(crate) async fn hold<C: ConnectionTrait>(self, tx: &C) -> Result<(), DbErr> {
        // A transaction that writes to SQLite is alone anyway.
        if tx.get_database_backend() == DbBackend::Postgres {
            let values = [self.key().into()];
            let lock = "SELECT pg_advisory_xact_lock($1)";
            tx.execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                lock,
                values,
            ))
            .await?;
        }
        Ok(())
    }

    /// The same in every process and version.
    fn key(self) -> i64 {
        let (what, of) = match self {
            Self::Migration => ("migration", ""),
            Self::SetUp => ("set_up", ""),
            Self::Attempts(key) => ("attempts", key),
            Self::Ticket(hash) => ("ticket", hash),
            Self::Idempotency(key) => ("idempotency", key),
            Self::Identities(id) => ("identities", id),
            Self::Address(email) => ("address", email),
            Self::Account(id) => ("account", id),
            Self::Crm(id) => ("crm", id),
            Self::Webhooks(id) => ("webhooks", id),
            Self::Slugs => ("slugs", ""),
            Self::Audit(scope) => ("audit", scope),
            Self::VisitorSalt => ("visitor_salt", ""),
            Self::Jobs => ("jobs", ""),
        };
        let hash: [u8; 32] = Sha256::digest(format!("{what}\n{of}")).into();
        let (start, _) = hash.split_first_chunk().unwrap_or((&[0; 8], &[]));
        i64::from_be_bytes(*start)
    }
}

/// Tells every process on a `PostgreSQL` database, once this is committed, that something was written which others
/// wait for. On `SQLite` they look for themselves.
pub(crate) async fn wake_others<C: ConnectionTrait>(tx: &C) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("NOTIFY {WAKING}")).await?;
    }
    Ok(())
}

/// Hears when something was written which others wait for.
#[derive(Debug)]
pub struct Wakes(Option<PgListener>);

impl Wakes {
    /// Waits for the next time; on `SQLite` for ever. Nothing is lost by dropping it. What was written while the
    /// connection was away isn't heard: who listens looks for themselves now and then, too.
    ///
    /// # Errors
    /// [`Error::Database`] when there is no connection to listen by.
    pub async fn next(&mut self) -> Result<(), Error> {
        let Some(listener) = &mut self.0 else {
            return std::future::pending().await;
        };
        listener.try_recv().await.map_err(sqlx_error)?;
        // Many at once are one.
        while listener.next_buffered().is_some() {}
        Ok(())
    }
}

fn sqlx_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}

/// Brings the schema up to date. A newer one is left as it is.
async fn migrate(db: &DatabaseConnection) -> Result<(), Error> {
    if migration::is_newer(db).await? {
        return Err(Error::SchemaNewer);
    }
    Ok(Migrator::up(db, None).await?)
}

async fn connect_server(
    url: &Sensitive<String>,
    connections: u32,
) -> Result<DatabaseConnection, DbErr> {
    // EXPOSE: the database's password is in it.
    let mut options = ConnectOptions::new(url.expose().as_str());
    options
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    sea_orm::Database::connect(options).await
}

/// A pool on one file. Durability comes first: a commit is on the disk when it returns.
async fn connect_file(path: &Path, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_CONNECTION)
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
