//! What may happen twice, at once, or not at all.

use std::{
    collections::HashSet,
    io::{Cursor, Read as _},
    time::Duration,
};

use sea_orm::ConnectionTrait as _;
use zip::ZipArchive;

use super::*;
use crate::{
    CrmSession, crm_session,
    export::{Making, begin, files_in_use, finish, write},
    portal::{
        DELETION_DELAY, purge_due, schedule_deletion,
        tests::{at_the_portal, numbers},
    },
    setup::SetUp,
    sign_in::tests::{Server, trace},
};

const DAY: Duration = Duration::from_hours(24);

async fn olena(server: &Server, made: &SetUp) -> CrmSession {
    let token = &made.session.token;
    let session = crm_session(server.db.read(), &made.crm, token, server.now).await;
    session.expect("read").expect("good")
}

async fn ask(server: &Server, owner: Owner<'_>, now: Timestamp) -> Result<OrderView, Error> {
    order(&server.db, owner, &trace("192.0.2.1"), now).await
}

async fn begun(server: &Server, crm_id: &str, id: &str) -> Option<Making> {
    begin(&server.db, (crm_id, id)).await.expect("read")
}

async fn finished(server: &Server, making: &Making) -> bool {
    finish(&server.db, making, 7, server.now)
        .await
        .expect("noted")
}

async fn sql(server: &Server, statement: &str) {
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(statement).await.expect("done");
    tx.commit().await.expect("committed");
}

fn later(server: &Server, by: Duration) -> Timestamp {
    server.now.checked_add(by).expect("in range")
}

#[tokio::test]
async fn whoever_asks_again_or_at_once_gets_the_one_that_is_under_way() {
    let (server, made) = Server::set_up().await;
    let session = olena(&server, &made).await;
    let owner = Owner::Inside(&made.crm, &session);
    let (one, other) = tokio::join!(
        ask(&server, owner, server.now),
        ask(&server, owner, server.now)
    );
    let (one, other) = (one.expect("asked"), other.expect("asked"));
    assert_eq!(one, other);
    assert_eq!(one.state, OrderState::Waiting);
    let jobs = "SELECT count(*) FROM job WHERE kind = 'make_export'";
    assert_eq!(numbers(&server, jobs).await, 1);
    let log = "SELECT count(*) FROM audit_entry WHERE action = 'export.created'";
    assert_eq!(numbers(&server, log).await, 1);
}

#[tokio::test]
async fn of_two_who_make_an_export_the_last_one_counts_and_once_it_is_made_nobody_makes_it() {
    let (server, made) = Server::set_up().await;
    let session = olena(&server, &made).await;
    let owner = Owner::Inside(&made.crm, &session);
    let crm_id = made.crm.scope().crm_id();
    let asked = ask(&server, owner, server.now).await.expect("asked");
    let first = begun(&server, crm_id, &asked.id).await.expect("wanted");
    let second = begun(&server, crm_id, &asked.id)
        .await
        .expect("still wanted");
    assert_ne!(first.file(), second.file());
    let in_use = files_in_use(server.db.read(), server.now).await;
    let second_alone = HashSet::from([second.file().to_owned()]);
    assert_eq!(in_use.expect("read"), second_alone);

    let mut zip = Cursor::new(Vec::new());
    let no_photos = |_: &str, _: &str| Ok(None);
    write(&server.db, &second, &no_photos, &mut zip)
        .await
        .expect("written");
    let mut zip = ZipArchive::new(zip).expect("an archive");
    let mut log = String::new();
    zip.by_name("audit_log.jsonl")
        .expect("there")
        .read_to_string(&mut log)
        .expect("text");
    assert!(log.contains("export.created"), "it tells of itself: {log}");

    assert!(!finished(&server, &first).await, "it was overtaken");
    assert!(finished(&server, &second).await);
    assert!(!finished(&server, &second).await, "it is finished already");
    assert!(begun(&server, crm_id, &asked.id).await.is_none());
    let letters = "SELECT count(*) FROM outbox WHERE kind = 'export_ready'";
    assert_eq!(numbers(&server, letters).await, 1);

    let from = trace("192.0.2.1");
    let file = open(&server.db, owner, &asked.id, &from, server.now).await;
    let file = file.expect("ready");
    assert_eq!(file.name, second.file());
    assert_eq!(file.download_name, "acme-2027-01-15.zip");
    let over = later(&server, DAY * 3);
    let gone = open(&server.db, owner, &asked.id, &from, over).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    let listed = orders(server.db.read(), owner, over).await.expect("read");
    assert_eq!(listed, []);
    let in_use = files_in_use(server.db.read(), over).await.expect("read");
    assert!(in_use.is_empty(), "{in_use:?}");
}

#[tokio::test]
async fn an_export_that_could_not_be_made_is_said_and_can_be_asked_for_again() {
    let (server, made) = Server::set_up().await;
    let session = olena(&server, &made).await;
    let owner = Owner::Inside(&made.crm, &session);
    let asked = ask(&server, owner, server.now).await.expect("asked");
    let crm_id = made.crm.scope().crm_id();
    let making = begun(&server, crm_id, &asked.id).await.expect("wanted");
    sql(
        &server,
        "UPDATE job SET state = 'dead' WHERE kind = 'make_export'",
    )
    .await;
    let listed = orders(server.db.read(), owner, server.now).await;
    assert_eq!(listed.expect("read")[0].state, OrderState::Failed);
    let in_use = files_in_use(server.db.read(), server.now).await;
    assert_eq!(in_use.expect("read"), HashSet::new());
    let again = ask(&server, owner, server.now).await.expect("asked");
    assert_ne!(again.id, asked.id);
    let listed = orders(server.db.read(), owner, server.now).await;
    assert_eq!(listed.expect("read"), [again]);
    assert!(
        !finished(&server, &making).await,
        "nobody wants it any more"
    );
}

#[tokio::test]
async fn a_crm_is_exported_three_times_a_day() {
    let (server, made) = Server::set_up().await;
    let session = olena(&server, &made).await;
    let owner = Owner::Inside(&made.crm, &session);
    let crm_id = made.crm.scope().crm_id();
    for _ in 0..3 {
        let asked = ask(&server, owner, server.now).await.expect("asked");
        let making = begun(&server, crm_id, &asked.id).await.expect("wanted");
        assert!(finished(&server, &making).await);
    }
    let fourth = ask(&server, owner, server.now).await;
    let Err(Error::RateLimited { retry_after }) = fourth else {
        panic!("{fourth:?}")
    };
    assert_eq!(retry_after, DAY);
    let listed = orders(server.db.read(), owner, server.now).await;
    assert_eq!(listed.expect("read").len(), 3);
}

#[tokio::test]
async fn nobody_finishes_an_export_of_a_crm_that_is_gone() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let crm_id = made.crm.scope().crm_id();
    let owner = Owner::AtPortal(crm_id, &session);
    let open_still = ask(&server, owner, server.now).await;
    assert!(
        matches!(open_still, Err(Error::Forbidden)),
        "{open_still:?}"
    );
    let from = trace("192.0.2.1");
    schedule_deletion(&server.db, &session, crm_id, "Acme", &from, server.now)
        .await
        .expect("scheduled");
    let asked = ask(&server, owner, server.now).await.expect("asked");
    let making = begun(&server, crm_id, &asked.id).await.expect("wanted");
    let due = later(&server, DELETION_DELAY);
    let gone = purge_due(&server.db, &from, due).await.expect("purged");
    assert_eq!(gone, 1);
    assert!(!finished(&server, &making).await);
    assert!(begun(&server, crm_id, &asked.id).await.is_none());
    let in_use = files_in_use(server.db.read(), due).await.expect("read");
    assert!(in_use.is_empty(), "{in_use:?}");
}
