//! The schema, as forward-only steps. An applied step is never edited.
//!
//! Steps are written in the SQL that `SQLite` and `PostgreSQL` share. What they don't share is a
//! word in braces, replaced by [`statements`].

mod m0001_foundation;
mod m0002_portal;
mod m0003_mail;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// All steps, in order.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Migration),
            Box::new(m0002_portal::Migration),
            Box::new(m0003_mail::Migration),
        ]
    }
}

/// The statements of a script, in the words of one database.
fn statements(script: &str, backend: DbBackend) -> Vec<String> {
    let json = if backend == DbBackend::Postgres {
        "jsonb"
    } else {
        "json_text"
    };
    let record = "version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, \
                  created_by text, updated_by text";
    script
        .replace("{json}", json)
        .replace("{record}", record)
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n")
        .split(';')
        .map(|statement| statement.trim().to_owned())
        .filter(|statement| !statement.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
