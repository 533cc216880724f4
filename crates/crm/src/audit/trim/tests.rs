//! What goes of a chain, and that the rest of it can still be proved.

use std::time::Duration;

use proptest::prelude::*;
use sea_orm::ConnectionTrait as _;

use super::*;
use crate::{
    audit::{append, chain::Links, verify_audit},
    id::new_id,
    retention::sweep,
    sign_in::tests::{Server, trace},
};

const ONE: &str = "one";
const NONE: [i64; 0] = [];

fn on_day(server: &Server, day: u64) -> Timestamp {
    let later = Duration::from_hours(24 * day);
    server.now.checked_add(later).expect("in range")
}

async fn sweep_on(server: &Server, day: u64) {
    let swept = sweep(&server.db, on_day(server, day)).await;
    swept.expect("swept");
}

/// Writes down what happened in the account's log, day by day.
async fn happened(server: &Server, all: &[(u64, &'static str)]) {
    let tx = server.db.write().await.expect("begun");
    for (day, action) in all {
        let entry = Entry {
            scope: AuditScope::Account,
            scope_id: ONE,
            action,
            actor: Actor::Nobody,
            subject: None,
            fields: json!({ "day": day }),
        };
        let from = trace("192.0.2.1");
        append(&tx, entry, &from, on_day(server, *day))
            .await
            .expect("appended");
    }
    tx.commit().await.expect("committed");
}

async fn rows(server: &Server, scope: AuditScope, id: &str) -> Vec<audit_entry::Model> {
    let id = id.to_owned();
    let rows = Chain { scope, id }.entries();
    let rows = rows.order_by_asc(audit_entry::COLUMN.seq);
    rows.all(server.db.read()).await.expect("read")
}

/// The numbers of what is left, and what it was.
async fn left(server: &Server) -> Vec<(i64, String)> {
    let rows = rows(server, AuditScope::Account, ONE).await;
    rows.into_iter().map(|row| (row.seq, row.action)).collect()
}

fn list(rows: &[(i64, &str)]) -> Vec<(i64, String)> {
    let rows = rows.iter();
    rows.map(|(seq, action)| (*seq, String::from(*action)))
        .collect()
}

async fn sql(server: &Server, statement: &str) {
    let tx = server.db.write().await.expect("begun");
    tx.execute_unprepared(statement).await.expect("done");
    tx.commit().await.expect("committed");
}

async fn breaks(server: &Server) -> Vec<i64> {
    let check = verify_audit(&server.db).await.expect("read");
    check.breaks.into_iter().map(|found| found.seq).collect()
}

#[tokio::test]
async fn old_entries_go_and_the_rest_is_proved_from_where_they_ended() {
    let server = Server::empty().await;
    let all = [
        (0, "account.created"),
        (1, "2fa.enabled"),
        (1, "sign_out"),
        (200, "password.changed"),
    ];
    happened(&server, &all).await;
    for (day, entries, from) in [
        (365, 4, None),
        (366, 4, Some(2)),
        (367, 3, Some(4)),
        (368, 3, Some(4)),
    ] {
        sweep_on(&server, day).await;
        let check = verify_audit(&server.db).await.expect("read");
        assert_eq!(check.breaks, []);
        assert_eq!(check.entries, entries, "day {day}");
        let start = check.starts.first();
        assert_eq!(start.map(|start| start.seq), from, "day {day}");
    }
    let check = verify_audit(&server.db).await.expect("read");
    let [start] = check.starts.as_slice() else {
        panic!("{check:?}")
    };
    assert_eq!(start.chain, "account one");
    assert_eq!(start.at, on_day(&server, 200));
    let rest = list(&[(4, "password.changed"), (5, ANCHOR), (6, ANCHOR)]);
    assert_eq!(left(&server).await, rest);
}

#[tokio::test]
async fn anchors_go_with_what_goes_next_and_are_no_reason_for_another_one() {
    let server = Server::empty().await;
    happened(&server, &[(0, "account.created"), (100, "sign_out")]).await;
    for day in [366, 466, 832, 1_200] {
        sweep_on(&server, day).await;
    }
    let rest = list(&[(3, ANCHOR), (4, ANCHOR)]);
    assert_eq!(left(&server).await, rest, "nothing has happened since");
    happened(&server, &[(1_200, "sign_in.succeeded")]).await;
    sweep_on(&server, 1_566).await;
    assert_eq!(left(&server).await, list(&[(6, ANCHOR)]));
    assert_eq!(breaks(&server).await, NONE);
}

#[tokio::test]
async fn failed_sign_ins_go_earlier_from_wherever_they_stand() {
    let server = Server::empty().await;
    let all = [
        (0, FAILED),
        (0, "account.created"),
        (0, FAILED),
        (0, FAILED),
        (1, FAILED),
        (1, "sign_out"),
        (2, FAILED),
    ];
    happened(&server, &all).await;
    for day in [60, 61, 62] {
        sweep_on(&server, day).await;
        assert_eq!(breaks(&server).await, NONE, "day {day}");
    }
    let rest = [
        (2, "account.created"),
        (6, "sign_out"),
        (7, FAILED),
        (8, ANCHOR),
        (9, ANCHOR),
    ];
    assert_eq!(left(&server).await, list(&rest));
    for day in [63, 366, 367, 368] {
        sweep_on(&server, day).await;
        assert_eq!(breaks(&server).await, NONE, "day {day}");
    }
    let rest = [8, 9, 10, 11, 12].map(|seq| (seq, ANCHOR));
    assert_eq!(left(&server).await, list(&rest));
}

#[tokio::test]
async fn a_crm_keeps_its_log_as_long_as_it_wants() {
    let (server, made) = Server::set_up().await;
    let crm_id = made.crm.scope().crm_id();
    let entries = async || rows(&server, AuditScope::Crm, crm_id).await;
    let before = entries().await;
    assert!(!before.is_empty());
    sql(&server, "UPDATE crm SET audit_days = 400").await;
    sweep_on(&server, 366).await;
    assert_eq!(entries().await, before);
    let purging = "UPDATE crm SET status = 'purging', audit_days = 90";
    sql(&server, purging).await;
    sweep_on(&server, 366).await;
    assert_eq!(entries().await, before, "a purge sees to it");
    sql(&server, "UPDATE crm SET status = 'active'").await;
    sweep_on(&server, 90).await;
    assert_eq!(entries().await, before);
    sweep_on(&server, 91).await;
    let rest = entries().await;
    let [anchor] = rest.as_slice() else {
        panic!("{rest:?}")
    };
    assert_eq!(anchor.action, ANCHOR);
    assert_eq!(anchor.fields["count"], before.len());
    assert_eq!((&anchor.ip, &anchor.request_id), (&None, &None));
    assert_eq!(breaks(&server).await, NONE);
}

#[tokio::test]
async fn more_than_go_at_once_all_go() {
    let server = Server::empty().await;
    let many = usize::try_from(MOST_FAILED).expect("it is small") + 1;
    happened(&server, &vec![(0, FAILED); many]).await;
    sweep_on(&server, 61).await;
    let rest = [many, many + 1].map(|before| i64::try_from(before).expect("small") + 1);
    assert_eq!(left(&server).await, list(&rest.map(|seq| (seq, ANCHOR))));
    assert_eq!(breaks(&server).await, NONE);
}

#[tokio::test]
async fn what_is_cut_off_has_changed_nothing() {
    let server = Server::empty().await;
    happened(&server, &[(0, "account.created"), (300, "sign_out")]).await;
    // The anchor is written, and then the entry can't go.
    for statement in [
        "CREATE TABLE pin (id text REFERENCES audit_entry (id))",
        "INSERT INTO pin SELECT id FROM audit_entry WHERE seq = 1",
    ] {
        sql(&server, statement).await;
    }
    let before = left(&server).await;
    let swept = sweep(&server.db, on_day(&server, 366)).await;
    assert!(matches!(swept, Err(Error::Database(_))), "{swept:?}");
    assert_eq!(left(&server).await, before);
    sql(&server, "DROP TABLE pin").await;
    sweep_on(&server, 366).await;
    let rest = list(&[(2, "sign_out"), (3, ANCHOR)]);
    assert_eq!(left(&server).await, rest);
}

#[tokio::test]
async fn what_two_processes_do_at_once_is_done_once() {
    let server = Server::empty().await;
    happened(&server, &[(0, "account.created"), (300, "sign_out")]).await;
    let now = on_day(&server, 366);
    let (one, other) = tokio::join!(trim_all(&server.db, now), trim_all(&server.db, now));
    one.expect("trimmed");
    other.expect("trimmed");
    let rest = list(&[(2, "sign_out"), (3, ANCHOR)]);
    assert_eq!(left(&server).await, rest);
}

#[tokio::test]
async fn tampering_is_found_before_an_anchor_and_in_it_and_after_it() {
    let before = "UPDATE audit_entry SET at = at + 1 WHERE seq = 3";
    let gone = "DELETE FROM audit_entry WHERE seq = 3";
    let anchor = "UPDATE audit_entry SET ip = '192.0.2.9' WHERE seq = 5";
    let no_anchor = "UPDATE audit_entry SET action = 'x' WHERE seq = 5";
    let empty_anchor = "UPDATE audit_entry SET fields = '{}' WHERE seq = 5";
    let anchor_gone = "DELETE FROM audit_entry WHERE seq = 5";
    let after = "UPDATE audit_entry SET action = 'x' WHERE seq = 6";
    for (change, broken) in [
        (before, 3),
        (gone, 4),
        (anchor, 5),
        (no_anchor, 3),
        (empty_anchor, 3),
        (anchor_gone, 3),
        (after, 6),
    ] {
        let server = Server::empty().await;
        let all = [
            (0, "account.created"),
            (0, "2fa.enabled"),
            (100, "sign_out"),
            (200, "sign_in.succeeded"),
        ];
        happened(&server, &all).await;
        sweep_on(&server, 366).await;
        happened(&server, &[(366, "sign_out")]).await;
        assert_eq!(breaks(&server).await, NONE);
        sql(&server, change).await;
        assert_eq!(breaks(&server).await, [broken], "{change}");
        // Nor does it vanish when its time is over.
        sweep_on(&server, 2_000).await;
        assert_eq!(breaks(&server).await, [broken], "{change}");
    }
}

#[tokio::test]
async fn a_failed_sign_in_that_was_changed_stays_to_be_found() {
    let server = Server::empty().await;
    let all = [(0, "account.created"), (0, FAILED), (0, FAILED)];
    happened(&server, &all).await;
    sql(&server, "UPDATE audit_entry SET ip = NULL WHERE seq = 2").await;
    sweep_on(&server, 61).await;
    let rest = list(&[(1, "account.created"), (2, FAILED), (4, ANCHOR)]);
    assert_eq!(left(&server).await, rest);
    assert_eq!(breaks(&server).await, [2]);
}

/// So many entries in a row.
fn chain_of(len: i64) -> Vec<audit_entry::Model> {
    let mut prev_hash = GENESIS.to_owned();
    (1..=len)
        .map(|seq| {
            let mut row = audit_entry::Model {
                id: new_id(Timestamp::UNIX_EPOCH),
                scope: AuditScope::Server,
                scope_id: "server".to_owned(),
                seq,
                action: FAILED.to_owned(),
                actor: json!({}),
                subject: None,
                fields: json!({}),
                ip: None,
                device: None,
                request_id: None,
                prev_hash: prev_hash.clone(),
                hash: String::new(),
                at: seq,
            };
            row.hash = hash(&row);
            prev_hash.clone_from(&row.hash);
            row
        })
        .collect()
}

proptest! {
    /// What goes in several turns, whichever and in whatever order, leaves what can be followed; and nothing else
    /// can be missing.
    #[test]
    fn whatever_goes_the_rest_is_followed_and_nothing_else_may_be_missing(
        turns in prop::collection::vec(0_u8..4, 2..40),
        at in any::<prop::sample::Index>(),
    ) {
        let len = i64::try_from(turns.len()).expect("small");
        let all = chain_of(len);
        let of_turn = |turn| -> Vec<_> {
            let rows = all.iter().zip(&turns).filter(|(_, of)| **of == turn);
            rows.map(|(row, _)| row.clone()).collect()
        };
        let gone: Vec<Gap> = (1..4).flat_map(|turn| gaps(&of_turn(turn))).collect();
        let mut rest = of_turn(0);
        let is_whole = |rows: &[audit_entry::Model]| {
            let mut links = Links::new(gone.clone());
            rows.iter().all(|row| links.follow(row))
        };
        prop_assert!(is_whole(&rest));
        if rest.len() > 1 {
            let place = at.index(rest.len() - 1);
            let mut changed = rest.clone();
            changed[place].at += 1;
            prop_assert!(!is_whole(&changed));
            rest.remove(place);
            prop_assert!(!is_whole(&rest));
        }
    }
}
