//! Copies of a `SQLite` database to keep. `PostgreSQL` has tools of its own.

use std::path::Path;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::{Database, Error};

/// Writes the database as it is at this moment into an empty file, while servers go on using it. The
/// file isn't synced to the disk.
///
/// # Errors
/// [`Error::Database`] when it can't be read or written, or isn't `SQLite`.
pub async fn back_up(db: &Database, to: &Path) -> Result<(), Error> {
    let values = [to.to_string_lossy().into_owned().into()];
    let sql = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", values);
    db.read().execute_raw(sql).await?;
    Ok(())
}

/// Whether a backup is whole, and this program can use it: of this version or an older one.
///
/// # Errors
/// [`Error::Damaged`]; [`Error::SchemaNewer`]; [`Error::Database`] when it isn't a database at all.
pub async fn verify_backup(path: &Path) -> Result<(), Error> {
    let db = Database::read_still_file(path).await?;
    let verified = verify(&db).await;
    db.close().await?;
    verified
}

async fn verify(db: &Database) -> Result<(), Error> {
    let sql = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check(1)");
    let answer = db.read().query_one_raw(sql).await?;
    let found: Option<String> = answer.map(|row| row.try_get_by_index(0)).transpose()?;
    match found.as_deref() {
        Some("ok") => {}
        other => {
            let found = other.unwrap_or("no answer").to_owned();
            return Err(Error::Damaged { found });
        }
    }
    match db.check().await {
        // It's brought up to date when it's opened.
        Ok(()) | Err(Error::SchemaBehind) => Ok(()),
        Err(error) => Err(error),
    }
}
