//! The log as whoever follows it relies on it.

use std::{collections::BTreeSet, time::Duration};

use sea_orm::QueryOrder as _;
use tokio::task::JoinSet;

use super::*;
use crate::{
    crm_session,
    database::{Database, Exclusive},
    portal::tests::numbers,
    retention::sweep,
    second_factor::{FactorPolicy, change_factor_rules},
    sign_in::tests::{Server, trace},
    staff,
};

async fn write(db: &Database, crm_id: &str, nth: usize, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    settings_changed(&tx, crm_id, Actor::Nobody, &nth.to_string(), now).await?;
    // Every third one is given up: its number is given to the next.
    if nth.is_multiple_of(3) {
        return Ok(tx.rollback().await?);
    }
    Ok(tx.commit().await?)
}

async fn all(server: &Server) -> Vec<event::Model> {
    event::Entity::find()
        .order_by_asc(event::COLUMN.seq)
        .all(server.db.read())
        .await
        .expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_who_write_at_once_leave_no_gap() {
    let (server, made) = Server::set_up().await;
    let mut writers = JoinSet::new();
    for writer in 0..20 {
        let (db, crm, now) = (server.db.clone(), made.crm.clone(), server.now);
        writers.spawn(async move {
            for nth in 0..5 {
                let nth = writer * 5 + nth;
                write(&db, crm.scope().crm_id(), nth, now)
                    .await
                    .expect("written");
            }
        });
    }
    writers.join_all().await;
    let events = all(&server).await;
    let written = (0..100)
        .filter(|nth: &usize| !nth.is_multiple_of(3))
        .count();
    let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
    let expected: Vec<i64> = (1..).take(written).collect();
    assert_eq!(seqs, expected);
    let told: BTreeSet<String> = events
        .iter()
        .map(|event| event.payload["changed"][0].to_string())
        .collect();
    assert_eq!(told.len(), written, "each is there once");
}

#[tokio::test]
async fn what_happens_is_written_down_with_who_did_it() {
    let (server, made) = Server::set_up().await;
    let (db, now, from) = (&server.db, server.now, trace("192.0.2.1"));
    let session = crm_session(db.read(), &made.crm, &made.session.token, now)
        .await
        .expect("read")
        .expect("good");
    let emails = ["ihor@acme.example".to_owned()];
    staff::invite(db, &made.crm, &session, &emails, "member", &from, now)
        .await
        .expect("invited");
    let rules = (FactorPolicy::RequiredForAdmins, true);
    change_factor_rules(db, &made.crm, &session, made.crm.version, rules, &from, now)
        .await
        .expect("changed");
    let events = all(&server).await;
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            (
                event.seq,
                event.r#type.as_str(),
                event.subject_type.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "account.user_invited", "invitation"),
            (2, "account.settings_changed", "crm"),
        ]
    );
    let by = json!({ "kind": "user", "id": session.who.id });
    assert!(events.iter().all(|event| event.actor == by));
    assert_eq!(
        events[0].payload["invitation"]["email"],
        "ihor@acme.example"
    );
    assert_eq!(events[1].payload["changed"], json!(["second_factor"]));
}

#[tokio::test]
async fn a_change_that_is_refused_leaves_no_event() {
    let (server, made) = Server::set_up().await;
    let (db, now, from) = (&server.db, server.now, trace("192.0.2.1"));
    let session = crm_session(db.read(), &made.crm, &made.session.token, now)
        .await
        .expect("read")
        .expect("good");
    let rules = (FactorPolicy::Required, true);
    let stale = made.crm.version - 1;
    let refused = change_factor_rules(db, &made.crm, &session, stale, rules, &from, now).await;
    assert!(
        matches!(refused, Err(Error::VersionConflict)),
        "{refused:?}"
    );
    assert!(all(&server).await.is_empty());
}

#[tokio::test]
async fn events_go_after_four_hundred_days_and_numbers_go_on() {
    let (server, made) = Server::set_up().await;
    let crm_id = made.crm.scope().crm_id();
    write(&server.db, crm_id, 1, server.now)
        .await
        .expect("written");
    let day = Duration::from_hours(24);
    for (days, left) in [(400, 1), (401, 0)] {
        let now = server.now.checked_add(day * days).expect("in range");
        sweep(&server.db, now).await.expect("swept");
        assert_eq!(numbers(&server, "SELECT count(*) FROM event").await, left);
    }
    write(&server.db, crm_id, 2, server.now)
        .await
        .expect("written");
    assert_eq!(all(&server).await[0].seq, 2);
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), EventKind::ALL.len());
}
