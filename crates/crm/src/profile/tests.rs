use std::time::Duration;

use super::*;
use crate::{
    crm_session,
    entity::{audit_entry, event, held_username},
    retention::sweep,
    setup::SetUp,
    sign_in::tests::{Server, trace},
};

async fn session(server: &Server, made: &SetUp) -> CrmSession {
    crm_session(server.db.read(), &made.crm, &made.session.token, server.now)
        .await
        .expect("read")
        .expect("good")
}

async fn row(server: &Server) -> crm_user::Model {
    let found = crm_user::Entity::find().one(server.db.read()).await;
    found.expect("read").expect("there")
}

#[tokio::test]
async fn what_a_user_is_found_by_follows_and_the_log_tells_no_name() {
    let (server, made) = Server::set_up().await;
    let (session, from) = (session(&server, &made).await, trace("192.0.2.1"));
    let change = ProfileChange {
        first_name: None,
        last_name: Some("Ткач"),
        title: Some("Агент"),
    };
    let (db, crm, now) = (&server.db, &made.crm, server.now);
    let changed = change_profile(db, crm, &session, 1, change, &from, now).await;
    assert_eq!(changed.expect("changed").version, 2);
    let renamed = change_username(db, crm, &session, 2, "tkach", &from, now).await;
    assert_eq!(renamed.expect("changed").version, 3);

    let row = row(&server).await;
    assert_eq!(row.sort_key, "ткач olena");
    assert_eq!(row.search_text, "olena ткач tkach olena@acme.example");
    assert_eq!(row.updated_by, Some(row.id.clone()));

    let log = audit_entry::Entity::find().all(db.read()).await;
    let log = log.expect("read");
    for (action, fields) in [
        (
            "profile.updated",
            json!({ "changed": ["last_name", "title"] }),
        ),
        ("username.changed", json!({})),
    ] {
        let entry = log.iter().find(|entry| entry.action == action);
        let entry = entry.expect("logged");
        assert_eq!(
            (&entry.fields, entry.subject.as_ref()),
            (&fields, Some(&row.id))
        );
    }
    let events = event::Entity::find().all(db.read()).await.expect("read");
    let told = events.iter().find(|event| event.seq == 2).expect("there");
    assert_eq!(told.r#type, "account.user_changed");
    assert_eq!(told.payload["changed"], json!(["username"]));
    assert_eq!(told.payload["user"]["username"], "tkach");
}

#[tokio::test]
async fn a_name_that_was_given_up_is_forgotten_after_its_time() {
    let (server, made) = Server::set_up().await;
    let (session, from) = (session(&server, &made).await, trace("192.0.2.1"));
    let (db, crm, now) = (&server.db, &made.crm, server.now);
    change_username(db, crm, &session, 1, "tkach", &from, now)
        .await
        .expect("changed");
    let held = async || {
        let rows = held_username::Entity::find().all(db.read()).await;
        rows.expect("read").len()
    };
    for (after, left) in [(Duration::ZERO, 1), (Duration::from_hours(30 * 24 + 1), 0)] {
        sweep(db, now.checked_add(after).expect("in range"))
            .await
            .expect("swept");
        assert_eq!(held().await, left, "{after:?}");
    }
}

#[tokio::test]
async fn who_may_not_sign_in_any_more_changes_nothing() {
    let (server, made) = Server::set_up().await;
    let (session, from) = (session(&server, &made).await, trace("192.0.2.1"));
    let (db, crm, now) = (&server.db, &made.crm, server.now);
    let tx = db.write().await.expect("writable");
    tx.execute_unprepared("UPDATE crm_user SET status = 'deactivated'")
        .await
        .expect("done");
    tx.commit().await.expect("committed");
    let tried = change_username(db, crm, &session, 1, "tkach", &from, now).await;
    assert!(matches!(tried, Err(Error::NotFound)), "{tried:?}");
    assert_eq!(row(&server).await.username, "olena");
}
