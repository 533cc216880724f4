//! Purging: what must be gone, and what must stay. And what can be taken off the list.

use std::collections::BTreeSet;

use domain::Sensitive;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use super::{purge::KEPT, purge::TABLES, *};
use crate::{
    Crm, Error, PortalSession, Token,
    idempotency::{IdempotencyKey, Request},
    photo::CopyPhoto,
    portal_session,
    sign_in::selection::{open_selected, sign_in_anywhere},
    sign_in::step::Step,
    sign_in::tests::{PASSWORD, Server, trace},
};

pub(crate) async fn at_the_portal(server: &Server) -> PortalSession {
    let token = token_at_the_portal(server).await;
    session_of(server, &token).await
}

/// The token of a session there.
pub(crate) async fn token_at_the_portal(server: &Server) -> Token {
    let password = Sensitive::from(String::from(PASSWORD));
    let from = trace("192.0.2.1");
    let email = "olena@acme.example";
    let list = sign_in_anywhere(
        &server.db,
        &server.hasher,
        email,
        &password,
        false,
        &from,
        server.now,
    )
    .await
    .expect("the password is right");
    let opened = open_selected(&server.db, &list.ticket, "portal", &from, server.now).await;
    let Ok(Step::Portal(session)) = opened else {
        panic!("{opened:?}")
    };
    session.token
}

pub(crate) async fn session_of(server: &Server, token: &Token) -> PortalSession {
    portal_session(server.db.read(), token, server.now)
        .await
        .expect("read")
        .expect("good")
}

/// Makes another CRM of an account that has no photo.
pub(crate) async fn another_crm(
    server: &Server,
    session: &PortalSession,
    slug: Option<&str>,
) -> Result<Crm, Error> {
    let request = Request {
        key: IdempotencyKey::parse(&format!("{slug:?}-{}", server.now)).expect("a key"),
        content: format!("{slug:?}"),
    };
    let name = "Berry";
    let input = NewCrmInput { name, slug };
    let (from, now) = (trace("192.0.2.1"), server.now);
    let no_photo: &CopyPhoto<'_> = &|_, _| Box::pin(async { Ok(()) });
    let made = create_crm(&server.db, session, input, &request, no_photo, &from, now).await;
    made.map(|listed| listed.crm)
}

pub(crate) async fn numbers(server: &Server, sql: &str) -> i64 {
    let db = server.db.read();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.expect("read");
    row.expect("a row").try_get_by_index(0).expect("a number")
}

pub(crate) async fn tables_with(server: &Server, column: &str) -> BTreeSet<String> {
    let db = server.db.read();
    let sql = if db.get_database_backend() == DbBackend::Postgres {
        format!(
            "SELECT table_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name = '{column}'"
        )
    } else {
        format!(
            "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.name = '{column}'"
        )
    };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("read");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect()
}

#[tokio::test]
async fn every_table_of_a_crm_is_purged_or_kept_on_purpose() {
    let server = Server::empty().await;
    let known: BTreeSet<String> = TABLES.iter().chain(&KEPT).map(|&t| t.to_owned()).collect();
    assert_eq!(tables_with(&server, "crm_id").await, known);
}

#[tokio::test]
async fn a_purge_leaves_the_tombstone_and_the_money_and_touches_no_other_crm() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let from = trace("192.0.2.1");
    let other = another_crm(&server, &session, None).await.expect("created");
    let crm_id = made.crm.scope().crm_id().to_owned();
    enter_crm(&server.db, &session, &crm_id, &from, server.now)
        .await
        .expect("a ticket");
    schedule_deletion(&server.db, &session, &crm_id, "Acme", &from, server.now)
        .await
        .expect("scheduled");

    let due = server.now.checked_add(DELETION_DELAY).expect("in range");
    let before = due
        .checked_sub(std::time::Duration::from_millis(1))
        .expect("in range");
    let purged = |at| purge_due(&server.db, &from, at);
    assert_eq!(purged(before).await.expect("nothing to do"), 0);
    assert_eq!(purged(due).await.expect("purged"), 1);
    assert_eq!(purged(due).await.expect("nothing left"), 0);

    for table in tables_with(&server, "crm_id").await {
        let sql = format!("SELECT count(*) FROM {table} WHERE crm_id = '{crm_id}'");
        let kept = i64::from(KEPT.contains(&table.as_str()));
        assert_eq!(numbers(&server, &sql).await, kept, "{table}");
        let others = other.scope().crm_id();
        let sql = format!("SELECT count(*) FROM {table} WHERE crm_id = '{others}'");
        let is_there = numbers(&server, &sql).await > 0;
        let never = [
            "api_key",
            "event",
            "credential",
            "crm_export",
            "crm_tombstone",
            "device",
            "device_token",
            "held_username",
            "identity_link",
            "invitation",
            "job",
            "notification",
            "passkey",
            "qr_request",
            "session",
            "sso_domain",
            "sso_provider",
            "ticket",
            "webhook_delivery",
            "webhook_endpoint",
        ];
        assert_eq!(is_there, !never.contains(&table.as_str()), "{table}");
    }
    let sql = format!("SELECT count(*) FROM crm WHERE id = '{crm_id}'");
    assert_eq!(numbers(&server, &sql).await, 0);
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'purged' AND crm_id IS NULL";
    assert_eq!(numbers(&server, sql).await, 1, "its owner is told, once");
    let sql = format!("SELECT count(*) FROM audit_entry WHERE scope_id = '{crm_id}'");
    assert_eq!(numbers(&server, &sql).await, 0);
    assert!(matches!(
        listed(server.db.read(), &session, &crm_id).await,
        Err(crate::Error::NotFound)
    ));
}

#[tokio::test]
async fn a_purge_that_was_cut_off_goes_on_and_is_not_cancelled_any_more() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let from = trace("192.0.2.1");
    let crm_id = made.crm.scope().crm_id().to_owned();
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(&format!(
        "UPDATE crm SET status = 'purging', delete_at = 1 WHERE id = '{crm_id}'"
    ))
    .await
    .expect("set");
    tx.commit().await.expect("committed");
    let cancelled = cancel_deletion(&server.db, &session, &crm_id, &from, server.now).await;
    assert!(matches!(cancelled, Err(crate::Error::PurgeStarted)));
    let gone = purge_due(&server.db, &from, server.now).await;
    assert_eq!(gone.expect("purged"), 1);
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'purged'";
    assert_eq!(
        numbers(&server, sql).await,
        0,
        "who began it has told of it"
    );
}

#[tokio::test]
async fn the_owner_is_told_once_that_a_deletion_is_near_and_not_of_a_cancelled_one() {
    const DAY: u64 = 24 * 60;
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let from = trace("192.0.2.1");
    let crm_id = made.crm.scope().crm_id().to_owned();
    let at = |minutes| {
        let after = std::time::Duration::from_mins(minutes);
        server.now.checked_add(after).expect("in range")
    };
    let told = async |minutes| {
        let told = tell_of_near_deletions(&server.db, at(minutes)).await;
        told.expect("told")
    };
    let schedule = |now| schedule_deletion(&server.db, &session, &crm_id, "Acme", &from, now);

    schedule(server.now).await.expect("scheduled");
    assert_eq!(told(6 * DAY - 1).await, 0, "it is too early");
    let (one, other) = tokio::join!(told(6 * DAY), told(6 * DAY));
    assert_eq!(one + other, 1, "two processes tell once");
    assert_eq!(told(7 * DAY - 1).await, 0, "it is told");

    cancel_deletion(&server.db, &session, &crm_id, &from, server.now)
        .await
        .expect("cancelled");
    assert_eq!(told(6 * DAY).await, 0, "nothing is deleted");
    schedule(at(1)).await.expect("scheduled");
    assert_eq!(told(6 * DAY + 1).await, 1, "another deletion");
    assert_eq!(told(7 * DAY + 1).await, 0, "it is too late");
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'deletion_near'";
    assert_eq!(numbers(&server, sql).await, 2);
}

#[tokio::test]
async fn the_list_says_what_cannot_be_taken_off_it_and_why() {
    let (server, _) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let from = trace("192.0.2.1");
    for (change, kept) in [
        ("role = 'owner'", Some(Kept::Owned)),
        ("role = 'admin'", Some(Kept::OnlyPassword)),
        ("credential_source = 'own'", None),
    ] {
        let tx = server.db.write().await.expect("writable");
        let sql = format!("UPDATE crm_user SET {change}");
        tx.execute_unprepared(&sql).await.expect("set");
        tx.commit().await.expect("committed");
        let listed = list(server.db.read(), &session).await.expect("read");
        let [row] = listed.as_slice() else {
            panic!("{listed:?}")
        };
        assert_eq!(row.kept, kept);
        let crm_id = row.crm.scope().crm_id();
        let removed = remove_from_list(&server.db, &session, crm_id, &from, server.now).await;
        if kept.is_some() {
            assert!(matches!(removed, Err(crate::Error::LastSignInMethod)));
        } else {
            removed.expect("removed");
        }
    }
    let listed = list(server.db.read(), &session).await.expect("read");
    assert_eq!(listed, []);
}
