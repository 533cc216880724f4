//! What is in an export, and what isn't.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use zip::ZipArchive;

use super::*;
use crate::{
    portal::tests::tables_with,
    sign_in::tests::{Server, trace},
};

/// Tables with rows of a CRM that are exported.
const EXPORTED: [&str; 8] = [
    "crm_user",
    "event",
    "identity_link",
    "invitation",
    "membership",
    "sso_domain",
    "sso_provider",
    "wallet",
];

/// Tables whose rows let somebody in, are on their way, or are of no use elsewhere.
const LEFT_OUT: [&str; 16] = [
    "api_key",
    "credential",
    "crm_export",
    "crm_tombstone",
    "device",
    "device_token",
    "held_username",
    "job",
    "notification",
    "outbox",
    "passkey",
    "qr_request",
    "session",
    "ticket",
    "webhook_delivery",
    "webhook_endpoint",
];

/// The hash of a photo that isn't lost.
const PHOTO: &str = "0a";

struct Export {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    rows: Vec<ExportedRows>,
}

impl Export {
    async fn of(server: &Server, crm: &Crm) -> Self {
        let mut out = Cursor::new(Vec::new());
        let photos = |_: &str, hash: &str| Ok((hash == PHOTO).then(|| hash.into()));
        let (db, from) = (&server.db, trace("192.0.2.1"));
        let rows = export_crm(db, crm, &photos, &mut out, &from, server.now)
            .await
            .expect("written");
        let zip = ZipArchive::new(out).expect("an archive");
        Self { zip, rows }
    }

    fn text(&mut self, name: &str) -> String {
        let mut text = String::new();
        let mut file = self.zip.by_name(name).expect("there");
        file.read_to_string(&mut text).expect("text");
        text
    }

    fn lines(&mut self, name: &str) -> Vec<Value> {
        let text = self.text(name);
        let lines = text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().expect("JSON")
    }
}

async fn run(server: &Server, sql: &str) {
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(sql).await.expect("done");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn every_table_of_a_crm_is_exported_or_left_out_on_purpose() {
    let server = Server::empty().await;
    let known: BTreeSet<String> = EXPORTED
        .iter()
        .chain(&LEFT_OUT)
        .map(|&t| t.to_owned())
        .collect();
    assert_eq!(tables_with(&server, "crm_id").await, known);
}

#[tokio::test]
async fn an_export_holds_the_crm_in_both_forms_and_tells_of_itself() {
    let (server, made) = Server::set_up().await;
    let mut export = Export::of(&server, &made.crm).await;
    let rows = export.rows.clone();
    for ExportedRows { name, rows } in rows {
        let lines = export.lines(&format!("{name}.jsonl"));
        assert_eq!(lines.len(), rows, "{name}");
        let text = export.text(&format!("{name}.csv"));
        let text = text.strip_prefix('\u{feff}').expect("a mark");
        assert_eq!(text.matches("\r\n").count(), rows + 1, "{name}: {text}");
    }
    let users = export.lines("users.jsonl");
    let [olena] = users.as_slice() else {
        panic!("{users:?}")
    };
    assert_eq!(olena["email"], "Olena@Acme.Example");
    assert_eq!(olena["role"], "owner");
    assert_eq!(export.lines("crm.jsonl")[0]["name"], "Acme");
    assert_eq!(export.lines("ledger.jsonl").len(), 1, "its opening");
    let log = export.lines("audit_log.jsonl");
    assert!(log.iter().any(|e| e["action"] == "export.created"));
}

#[tokio::test]
async fn an_export_holds_the_photos_that_there_are() {
    let (server, made) = Server::set_up().await;
    for (hash, kept) in [(PHOTO, true), ("0b", false)] {
        let sql = format!("UPDATE crm_user SET photo_hash = '{hash}'");
        run(&server, &sql).await;
        let mut export = Export::of(&server, &made.crm).await;
        let name = format!("photos/{hash}.webp");
        assert_eq!(export.lines("users.jsonl")[0]["photo"], name);
        assert_eq!(export.zip.by_name(&name).is_ok(), kept);
    }
    let mut export = Export::of(&server, &made.crm).await;
    assert!(
        export.zip.by_name("photos/0a.webp").is_err(),
        "it's nobody's"
    );
}

#[tokio::test]
async fn an_export_holds_nothing_of_another_crm_and_no_secret() {
    let (server, made) = Server::set_up().await;
    let other = "0192f0c1-2345-7abc-8def-0123456789ab";
    run(
        &server,
        &format!(
            "INSERT INTO crm (id, slug, name, status, owner_account_id, locale, time_zone, currency, settings, event_seq, \
             factor_policy, factor_policy_since, factor_trust, version, created_at, updated_at) \
             SELECT '{other}', 'berry', 'Berry', status, owner_account_id, locale, time_zone, currency, settings, event_seq, \
             factor_policy, factor_policy_since, factor_trust, version, created_at, updated_at FROM crm"
        ),
    )
    .await;
    run(
        &server,
        "INSERT INTO invitation (crm_id, id, email, email_norm, role, locale, secret_hash, invited_by, sent_at, expires_at, \
             version, created_at, updated_at) \
             SELECT crm_id, id, '=cmd@acme.example', 'a', 'member', 'en', 'hash-of-a-link', id, 1, 2, 1, 1, 1 FROM crm_user",
    )
    .await;
    let mut export = Export::of(&server, &made.crm).await;
    let names: Vec<String> = export
        .zip
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    for name in &names {
        let text = export.text(name);
        for foreign in [
            "berry",
            other,
            "hash-of-a-link",
            "argon2",
            "password_hash",
            "secret",
        ] {
            assert!(!text.contains(foreign), "{foreign} in {name}: {text}");
        }
    }
    assert_eq!(
        export.lines("invitations.jsonl")[0]["email"],
        "=cmd@acme.example"
    );
    let sheet = export.text("invitations.csv");
    assert!(sheet.contains(",'=cmd@acme.example,"), "{sheet}");
}

#[tokio::test]
async fn more_rows_than_a_page_are_each_there_once() {
    let (server, made) = Server::set_up().await;
    run(
        &server,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1201) \
         INSERT INTO invitation (crm_id, id, email, email_norm, role, locale, secret_hash, invited_by, sent_at, expires_at, \
         revoked_at, version, created_at, updated_at) \
         SELECT u.crm_id, CAST(n.i AS text), 'a', 'a', 'member', 'en', CAST(n.i AS text), u.id, 1, 2, 2, 1, 1, 1 \
         FROM n, crm_user u",
    )
    .await;
    let mut export = Export::of(&server, &made.crm).await;
    let lines = export.lines("invitations.jsonl");
    let ids: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line["id"].as_str())
        .collect();
    assert_eq!((lines.len(), ids.len()), (1_201, 1_201));
}
