//! Who is told what, how often, and who else hears of it.

use std::time::Duration;

use domain::Sensitive;
use sea_orm::{ConnectionTrait as _, DbBackend};
use tokio::time::timeout;

use super::*;
use crate::{
    RequestTrace, Role, SignInInput, Token,
    crm_record::crm_by_id,
    crm_session,
    jobs::{Queue, claim, complete, fail},
    live::{Fact, Heard, News, Step, follow},
    portal::tests::numbers,
    retention::sweep,
    setup::SetUp,
    sign_in,
    sign_in::tests::{PASSWORD, Server, trace},
};

const PATIENCE: Duration = Duration::from_secs(20);

/// Olena signs in by a browser that she never used before.
async fn sign_in_by_another_browser(server: &Server, made: &SetUp) {
    let (device, password) = (Token::new(), Sensitive::from(String::from(PASSWORD)));
    let from = RequestTrace {
        device: &device,
        ..trace("192.0.2.7")
    };
    let input = SignInInput {
        login: "olena",
        password: &password,
        keep: false,
    };
    let (db, hasher) = (&server.db, &server.hasher);
    let step = sign_in::sign_in(db, hasher, &made.crm, input, &from, server.now).await;
    step.expect("signed in");
}

/// Does what waits, and says how much that was.
async fn work(server: &Server) -> usize {
    let (db, now) = (&server.db, server.now);
    let mut done = 0;
    while let Some(job) = claim(db, Queue::Notify, now).await.expect("claimed") {
        let Work::Notify {
            crm_id,
            notification,
        } = job.work().expect("known")
        else {
            panic!("{job:?}")
        };
        // A job may be done twice.
        for _ in 0..2 {
            let delivered = deliver(db, &crm_id, &notification, now).await;
            delivered.expect("delivered");
        }
        complete(db, &job, now).await.expect("done");
        done += 1;
    }
    done
}

async fn session_of(server: &Server, made: &SetUp) -> CrmSession {
    let token = &made.session.token;
    let found = crm_session(server.db.read(), &made.crm, token, server.now).await;
    found.expect("read").expect("good")
}

async fn told(server: &Server, made: &SetUp, after: Option<&str>) -> Vec<NotificationView> {
    let session = session_of(server, made).await;
    let read = notifications(server.db.read(), &made.crm, &session, after, 2).await;
    read.expect("read")
}

async fn count_unread(server: &Server, made: &SetUp) -> u64 {
    let session = session_of(server, made).await;
    let counted = unread(server.db.read(), &made.crm, &session).await;
    counted.expect("read")
}

async fn read_one_or_all(server: &Server, made: &SetUp, which: Option<&str>) -> Result<(), Error> {
    let session = session_of(server, made).await;
    read_notifications(&server.db, &made.crm, &session, which, server.now).await
}

/// All that a user hears of the log.
async fn heard(server: &Server, made: &SetUp, user_id: &str, after: i64) -> Step {
    let db = server.db.read();
    let crm = crm_by_id(db, made.crm.scope().crm_id()).await;
    let crm = crm.expect("read").expect("there");
    let step = follow(db, &crm, (user_id, Role::Owner), after, server.now).await;
    step.expect("read")
}

fn facts(step: Step) -> Vec<Heard> {
    match step.news {
        News::Facts(heard) => heard,
        News::Reset => panic!("{step:?}"),
    }
}

fn after(server: &Server, time: Duration) -> Timestamp {
    server.now.checked_add(time).expect("in range")
}

async fn run(server: &Server, sql: &str) {
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(sql).await.expect("done");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn a_sign_in_by_another_browser_is_told_once() {
    let (server, made) = Server::set_up().await;
    assert_eq!(work(&server).await, 0, "of the first one nobody is told");
    sign_in_by_another_browser(&server, &made).await;
    assert_eq!(work(&server).await, 1);
    let all = told(&server, &made, None).await;
    let [notification] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(notification.kind, "account.new_device");
    assert_eq!(notification.subject_kind, "session");
    let fields = [("device", "Firefox, Linux"), ("ip", "192.0.2.7")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(notification.fields, BTreeMap::from(fields));
    assert_eq!((notification.at, notification.read_at), (server.now, None));
    let session = "SELECT count(*) FROM session JOIN notification ON session.id = subject_id";
    assert_eq!(numbers(&server, session).await, 1);
    assert_eq!(numbers(&server, "SELECT count(*) FROM event").await, 1);
}

#[tokio::test]
async fn they_are_listed_in_parts_and_read_one_by_one_or_all() {
    let (server, made) = Server::set_up().await;
    for _ in 0..3 {
        sign_in_by_another_browser(&server, &made).await;
    }
    assert_eq!(work(&server).await, 3);
    let first = told(&server, &made, None).await;
    let last = told(&server, &made, Some(&first[1].id)).await;
    assert_eq!((first.len(), last.len()), (2, 1));
    assert!(first[0].id > first[1].id && first[1].id > last[0].id);

    assert_eq!(count_unread(&server, &made).await, 3);
    let id = first[1].id.as_str();
    for _ in 0..2 {
        let read = read_one_or_all(&server, &made, Some(id)).await;
        read.expect("read");
        assert_eq!(count_unread(&server, &made).await, 2);
    }
    assert_eq!(
        told(&server, &made, None).await[1].read_at,
        Some(server.now)
    );
    read_one_or_all(&server, &made, None).await.expect("read");
    assert_eq!(count_unread(&server, &made).await, 0);
    let events = "SELECT count(*) FROM event WHERE type = 'notification.read'";
    assert_eq!(numbers(&server, events).await, 2);
}

#[tokio::test]
async fn only_who_is_told_hears_of_it() {
    let (server, made) = Server::set_up().await;
    let me = session_of(&server, &made).await.who.id;
    sign_in_by_another_browser(&server, &made).await;
    work(&server).await;
    let step = heard(&server, &made, &me, 0).await;
    assert_eq!((step.seq, step.unread), (1, Some(1)));
    let notification = told(&server, &made, None).await.remove(0);
    let id = notification.id.clone();
    let fact = Fact::Notified(notification);
    assert_eq!(facts(step), [Heard { seq: 1, fact }]);

    let read = read_one_or_all(&server, &made, Some(&id)).await;
    read.expect("read");
    let step = heard(&server, &made, &me, 1).await;
    assert_eq!((step.seq, step.unread), (2, Some(0)));
    let fact = Fact::Read(Some(id));
    assert_eq!(facts(step), [Heard { seq: 2, fact }]);

    sign_in_by_another_browser(&server, &made).await;
    work(&server).await;
    read_one_or_all(&server, &made, None).await.expect("read");
    let mut all = facts(heard(&server, &made, &me, 3).await);
    assert_eq!(all.remove(0).fact, Fact::Read(None));

    let step = heard(&server, &made, "another", 0).await;
    assert_eq!((step.seq, step.unread), (4, None));
    assert!(facts(step).is_empty());
}

#[tokio::test]
async fn nobody_reads_what_another_was_told() {
    let (server, made) = Server::set_up().await;
    sign_in_by_another_browser(&server, &made).await;
    work(&server).await;
    let id = told(&server, &made, None).await.remove(0).id;
    // Whoever it is of isn't in the way of what is asked for.
    let mut another = session_of(&server, &made).await;
    another.who.id = "another".to_owned();
    let db = &server.db;
    let refused = read_notifications(db, &made.crm, &another, Some(&id), server.now).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let all = read_notifications(db, &made.crm, &another, None, server.now).await;
    all.expect("nothing to do");
    assert_eq!(count_unread(&server, &made).await, 1);
    let theirs = notifications(db.read(), &made.crm, &another, None, 2).await;
    assert!(theirs.expect("read").is_empty());
}

#[tokio::test]
async fn who_may_not_sign_in_any_more_is_told_nothing() {
    let (server, made) = Server::set_up().await;
    sign_in_by_another_browser(&server, &made).await;
    run(&server, "UPDATE crm_user SET status = 'deactivated'").await;
    assert_eq!(work(&server).await, 1);
    for table in ["notification", "event"] {
        let count = format!("SELECT count(*) FROM {table}");
        assert_eq!(numbers(&server, &count).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_notice_that_fails_breaks_no_sign_in_and_comes_later() {
    let (mut server, made) = Server::set_up().await;
    run(&server, "ALTER TABLE notification RENAME TO away").await;
    sign_in_by_another_browser(&server, &made).await;
    let (db, now) = (&server.db, server.now);
    let job = claim(db, Queue::Notify, now).await.expect("claimed");
    let job = job.expect("written down");
    let Work::Notify { notification, .. } = job.work().expect("known") else {
        panic!("{job:?}")
    };
    let crm_id = made.crm.scope().crm_id();
    let failed = deliver(db, crm_id, &notification, now).await;
    assert!(matches!(failed, Err(Error::Database(_))), "{failed:?}");
    fail(db, &job, "no table", now).await.expect("noted");

    run(&server, "ALTER TABLE away RENAME TO notification").await;
    assert_eq!(count_unread(&server, &made).await, 0);
    server.now = after(&server, Duration::from_mins(1));
    assert_eq!(work(&server).await, 1);
    assert_eq!(count_unread(&server, &made).await, 1);
    let told = told(&server, &made, None).await;
    assert_eq!(told[0].at, now, "it happened then");
}

#[tokio::test]
async fn a_sign_in_waits_for_nobody_who_is_told_something() {
    let (server, made) = Server::set_up().await;
    // SQLite has one writer anyway.
    if server.db.read().get_database_backend() != DbBackend::Postgres {
        return;
    }
    let tx = server.db.write().await.expect("writable");
    let crm = Exclusive::Crm(made.crm.scope().crm_id());
    crm.hold(&tx).await.expect("held");
    let sign_in = sign_in_by_another_browser(&server, &made);
    timeout(PATIENCE, sign_in).await.expect("it doesn't wait");
    tx.commit().await.expect("let go");
    assert_eq!(work(&server).await, 1);
}

#[tokio::test]
async fn they_go_after_sixty_days() {
    let (server, made) = Server::set_up().await;
    sign_in_by_another_browser(&server, &made).await;
    work(&server).await;
    for (days, left) in [(60, 1), (61, 0)] {
        let now = after(&server, Duration::from_hours(24) * days);
        sweep(&server.db, now).await.expect("swept");
        let count = "SELECT count(*) FROM notification";
        assert_eq!(numbers(&server, count).await, left, "after {days} days");
    }
}
