//! Rules that every table keeps.

use sea_orm::{ConnectionTrait as _, Statement};

use crate::sign_in::tests::Server;

async fn texts(server: &Server, sql: &str) -> Vec<String> {
    let db = server.db.read();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("read");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect()
}

#[tokio::test]
async fn a_row_cannot_point_into_another_crm() {
    let server = Server::empty().await;
    let tables = texts(
        &server,
        "SELECT name FROM sqlite_schema WHERE type = 'table'",
    )
    .await;
    let mut checked = 0;
    for table in tables {
        let pointing = texts(
            &server,
            &format!("SELECT \"to\" FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'crm_user' ORDER BY seq"),
        )
        .await;
        if !pointing.is_empty() {
            assert_eq!(pointing, ["crm_id", "id"], "{table}");
            checked += 1;
        }
    }
    assert_eq!(checked, 4);
}

#[tokio::test]
async fn the_database_is_as_safe_as_it_can_be() {
    let server = Server::empty().await;
    assert_eq!(
        texts(&server, "SELECT journal_mode FROM pragma_journal_mode").await,
        ["wal"]
    );
    let on = "SELECT CAST(foreign_keys AS text) FROM pragma_foreign_keys";
    assert_eq!(texts(&server, on).await, ["1"]);
    let full = "SELECT CAST(synchronous AS text) FROM pragma_synchronous";
    assert_eq!(texts(&server, full).await, ["2"]);
}
