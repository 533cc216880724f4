//! The schema, as forward-only steps. An applied step is never edited.
//!
//! Steps are written in the SQL that `SQLite` and `PostgreSQL` share. What they don't share is a
//! word in braces, replaced by [`statements`].

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DbBackend, EntityName as _, EntityTrait as _,
};
use sea_orm_migration::seaql_migrations;

/// A step: its name, under which the database remembers it, and what it does.
struct Step(&'static str, &'static str);

/// All steps, in order.
const STEPS: [Step; 20] = [
    Step(
        "m0001_foundation",
        include_str!("migration/m0001_foundation.sql"),
    ),
    Step("m0002_portal", include_str!("migration/m0002_portal.sql")),
    Step("m0003_mail", include_str!("migration/m0003_mail.sql")),
    Step(
        "m0004_second_factor",
        include_str!("migration/m0004_second_factor.sql"),
    ),
    Step("m0005_devices", include_str!("migration/m0005_devices.sql")),
    Step(
        "m0006_factor_rules",
        include_str!("migration/m0006_factor_rules.sql"),
    ),
    Step("m0007_qr", include_str!("migration/m0007_qr.sql")),
    Step("m0008_sso", include_str!("migration/m0008_sso.sql")),
    Step(
        "m0010_passkeys",
        include_str!("migration/m0010_passkeys.sql"),
    ),
    Step("m0012_jobs", include_str!("migration/m0012_jobs.sql")),
    Step("m0013_billing", include_str!("migration/m0013_billing.sql")),
    Step(
        "m0014_device_tokens",
        include_str!("migration/m0014_device_tokens.sql"),
    ),
    Step(
        "m0015_referral",
        include_str!("migration/m0015_referral.sql"),
    ),
    Step("m0016_events", include_str!("migration/m0016_events.sql")),
    Step("m0017_exports", include_str!("migration/m0017_exports.sql")),
    Step(
        "m0018_usernames",
        include_str!("migration/m0018_usernames.sql"),
    ),
    Step(
        "m0019_audit_days",
        include_str!("migration/m0019_audit_days.sql"),
    ),
    Step(
        "m0020_sign_up_links",
        include_str!("migration/m0020_sign_up_links.sql"),
    ),
    Step(
        "m0021_hand_offs",
        include_str!("migration/m0021_hand_offs.sql"),
    ),
    Step(
        "m0022_notifications",
        include_str!("migration/m0022_notifications.sql"),
    ),
];

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS
            .into_iter()
            .map(|step| Box::new(step) as Box<dyn MigrationTrait>)
            .collect()
    }
}

/// Whether the database has had a step that this program doesn't know.
pub(crate) async fn is_newer(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let table = seaql_migrations::Entity.table_name();
    if !SchemaManager::new(db).has_table(table).await? {
        return Ok(false);
    }
    let taken = seaql_migrations::Entity::find().all(db).await?;
    let known = |version: &str| STEPS.iter().any(|step| step.0 == version);
    Ok(!taken.iter().all(|step| known(&step.version)))
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.0
    }
}

#[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in statements(self.1, db.get_database_backend()) {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
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
