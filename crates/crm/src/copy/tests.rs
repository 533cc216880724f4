use std::{collections::BTreeSet, path::Path};

use sea_orm::{ConnectionTrait as _, DbBackend, EntityTrait as _, Statement};

use super::*;
use crate::{Database, Error, entity::account, sign_in::tests::Server, verify_audit};

async fn file(folder: &Path) -> Database {
    let path = folder.join("copy.db");
    Database::open_file(&path).await.expect("opened")
}

async fn tables(db: &Database) -> BTreeSet<String> {
    let backend = db.read().get_database_backend();
    let sql = if backend == DbBackend::Postgres {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let found = Statement::from_string(backend, sql);
    let rows = db.read().query_all_raw(found).await.expect("read");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect()
}

#[tokio::test]
async fn every_table_is_copied_and_every_row_is_the_same() {
    let (server, _) = Server::set_up().await;
    let folder = tempfile::tempdir().expect("a folder");
    let target = file(folder.path()).await;
    let copied = copy_database(&server.db, &target).await.expect("copied");

    let mut names: BTreeSet<_> = copied.iter().map(|table| table.name.to_owned()).collect();
    // What a database remembers of its schema is its own.
    names.insert("seaql_migrations".to_owned());
    assert_eq!(names, tables(&server.db).await);
    let rows = |name| copied.iter().find(|t| t.name == name).expect("there").rows;
    assert!(
        rows("account") == 1 && rows("audit_entry") > 0,
        "{copied:?}"
    );

    let there = account::Entity::find()
        .all(target.read())
        .await
        .expect("read");
    let here = account::Entity::find()
        .all(server.db.read())
        .await
        .expect("read");
    assert_eq!(there, here);
    let check = verify_audit(&target).await.expect("read");
    assert!(check.entries > 0 && check.breaks.is_empty(), "{check:?}");
}

#[tokio::test]
async fn more_rows_than_a_page_has_are_all_copied() {
    let (server, _) = Server::set_up().await;
    let tx = server.db.write().await.expect("began");
    for n in 0..=2 * BATCH {
        let sql = format!(
            "INSERT INTO crm_tombstone \
             (slug, crm_id, kind, name, owner_account_id, reserved_until, counts, created_at) \
             VALUES ('gone-{n}', '{n}', 'purged', 'Gone', 'a', 1, '{{\"b\": 1, \"a\": [2]}}', 2)"
        );
        tx.execute_unprepared(&sql).await.expect("written");
    }
    tx.commit().await.expect("committed");
    let folder = tempfile::tempdir().expect("a folder");
    let target = file(folder.path()).await;
    let copied = copy_database(&server.db, &target).await.expect("copied");
    let tombstones = copied.iter().find(|t| t.name == "crm_tombstone");
    assert_eq!(tombstones.expect("there").rows, 401);
}

#[tokio::test]
async fn a_target_with_rows_stays_as_it_is() {
    let (server, _) = Server::set_up().await;
    let folder = tempfile::tempdir().expect("a folder");
    let target = file(folder.path()).await;
    copy_database(&server.db, &target).await.expect("copied");
    let refused = copy_database(&server.db, &target).await;
    assert!(matches!(
        refused,
        Err(Error::TargetNotEmpty { table: "account" })
    ));
    let check = verify_audit(&target).await.expect("read");
    assert!(check.breaks.is_empty(), "{check:?}");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let newer = file(folder.path()).await;
    let tx = newer.write().await.expect("began");
    let step = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)";
    tx.execute_unprepared(step).await.expect("written");
    tx.commit().await.expect("committed");
    newer.close().await.expect("closed");

    let path = folder.path().join("copy.db");
    let before = std::fs::read(&path).expect("there");
    let opened = Database::open_file(&path).await;
    assert!(matches!(opened, Err(Error::SchemaNewer)), "{opened:?}");
    let verified = crate::verify_backup(&path).await;
    assert!(matches!(verified, Err(Error::SchemaNewer)), "{verified:?}");
    assert_eq!(std::fs::read(&path).expect("there"), before);
}
