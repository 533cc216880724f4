//! Rules that every table keeps.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::{error::Error, sign_in::tests::Server};

async fn texts(server: &Server, sql: &str) -> Vec<String> {
    let db = server.db.read();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("read");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect()
}

fn is_postgres(server: &Server) -> bool {
    server.db.read().get_database_backend() == DbBackend::Postgres
}

#[tokio::test]
async fn a_row_cannot_point_into_another_crm() {
    let server = Server::empty().await;
    let (tables, targets) = if is_postgres(&server) {
        (
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT a.attname::text FROM pg_constraint c CROSS JOIN unnest(c.confkey) WITH ORDINALITY AS k (n, seq) \
             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n \
             WHERE c.contype = 'f' AND c.conrelid = '{table}'::regclass \
             AND c.confrelid = 'crm_user'::regclass ORDER BY k.seq",
        )
    } else {
        (
            "SELECT name FROM sqlite_schema WHERE type = 'table'",
            "SELECT \"to\" FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'crm_user' ORDER BY seq",
        )
    };
    let mut checked = 0;
    for table in texts(&server, tables).await {
        let pointing = texts(&server, &targets.replace("{table}", &table)).await;
        if !pointing.is_empty() {
            assert_eq!(pointing, ["crm_id", "id"], "{table}");
            checked += 1;
        }
    }
    assert_eq!(checked, 12);
}

#[tokio::test]
async fn the_database_is_as_safe_as_it_can_be() {
    let server = Server::empty().await;
    if is_postgres(&server) {
        return;
    }
    assert_eq!(
        texts(&server, "SELECT journal_mode FROM pragma_journal_mode").await,
        ["wal"]
    );
    let on = "SELECT CAST(foreign_keys AS text) FROM pragma_foreign_keys";
    assert_eq!(texts(&server, on).await, ["1"]);
    let full = "SELECT CAST(synchronous AS text) FROM pragma_synchronous";
    assert_eq!(texts(&server, full).await, ["2"]);
}

/// Several servers start on one new database at once: one migrates it.
#[tokio::test]
async fn servers_that_start_at_once_wait_for_the_one_that_migrates() {
    let Some(url) = testkit::postgres_database().expect("a database") else {
        return;
    };
    let url = url.into();
    let open = || crate::Database::open_postgres(&url);
    let (one, two, three) = tokio::join!(open(), open(), open());
    for db in [one, two, three] {
        db.expect("opened").close().await.expect("closed");
    }
}

#[tokio::test]
async fn a_database_is_ready_with_the_schema_of_this_program_alone() {
    let server = Server::empty().await;
    server.db.check().await.expect("ready");
    let change = async |sql: &str| {
        let tx = server.db.write().await.expect("begun");
        tx.execute_unprepared(sql).await.expect("changed");
        tx.commit().await.expect("committed");
    };
    change("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)").await;
    let newer = server.db.check().await;
    assert!(matches!(newer, Err(Error::SchemaNewer)), "{newer:?}");
    change("DELETE FROM seaql_migrations WHERE version IN ('m9999_later', 'm0006_factor_rules')")
        .await;
    let older = server.db.check().await;
    assert!(matches!(older, Err(Error::SchemaBehind)), "{older:?}");
}
