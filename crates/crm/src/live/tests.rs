//! What whoever follows relies on.

use super::*;
use crate::{
    audit::Actor,
    crm_session,
    database::Exclusive,
    device_token::{register_device, revoke_device},
    entity::device_token::Platform,
    event,
    session::{revoke_all_sessions, sign_out},
    setup::SetUp,
    sign_in::tests::{Server, trace},
};

/// Writes so many events down.
async fn happen(server: &Server, made: &SetUp, count: usize) {
    let crm_id = made.crm.scope().crm_id();
    for nth in 0..count {
        let tx = server.db.write().await.expect("writable");
        Exclusive::Crm(crm_id).hold(&tx).await.expect("held");
        let subject = if nth.is_multiple_of(2) {
            ("user", "u")
        } else {
            ("invitation", "i")
        };
        event::record_changed(&tx, crm_id, Actor::Nobody, subject, server.now)
            .await
            .expect("written");
        tx.commit().await.expect("committed");
    }
}

async fn crm_of(server: &Server, made: &SetUp) -> Crm {
    let found = crm_by_id(server.db.read(), made.crm.scope().crm_id()).await;
    found.expect("read").expect("there")
}

async fn session_of(server: &Server, made: &SetUp) -> CrmSession {
    let token = &made.session.token;
    let found = crm_session(server.db.read(), &made.crm, token, server.now).await;
    found.expect("read").expect("good")
}

async fn step_from(server: &Server, made: &SetUp, after: i64) -> Step {
    let crm = crm_of(server, made).await;
    let step = follow(server.db.read(), &crm, ("", Role::Owner), after, server.now).await;
    step.expect("read")
}

fn seqs(step: &Step) -> Vec<i64> {
    match &step.news {
        News::Facts(heard) => heard.iter().map(|heard| heard.seq).collect(),
        News::Reset => panic!("{step:?}"),
    }
}

#[tokio::test]
async fn steps_lead_through_all_that_happened_and_no_further() {
    let (server, made) = Server::set_up().await;
    happen(&server, &made, 250).await;
    let (mut after, mut heard) = (0, Vec::new());
    while after < 250 {
        let step = step_from(&server, &made, after).await;
        heard.extend(seqs(&step));
        after = step.seq;
    }
    let all: Vec<i64> = (1..=250).collect();
    assert_eq!(heard, all);
    let nothing = step_from(&server, &made, 250).await;
    assert_eq!((nothing.seq, seqs(&nothing)), (250, vec![]));
}

#[tokio::test]
async fn whoever_missed_too_much_reads_everything_anew() {
    let (server, made) = Server::set_up().await;
    happen(&server, &made, 3).await;
    let is_reset = |step: &Step| step.seq == 3 && step.news == News::Reset;
    for never in [-1, 4, i64::MIN, i64::MAX] {
        let step = step_from(&server, &made, never).await;
        assert!(is_reset(&step), "after {never}: {step:?}");
    }

    let crm = crm_of(&server, &made).await;
    for (hours, is_kept) in [(24, true), (25, false)] {
        let later = server.now.checked_add(Duration::from_hours(hours));
        let later = later.expect("in range");
        let step = follow(server.db.read(), &crm, ("", Role::Owner), 1, later).await;
        let step = step.expect("read");
        assert_eq!(!is_reset(&step), is_kept, "after {hours} h: {step:?}");
    }

    for (behind, is_kept) in [(1_000, true), (1_001, false)] {
        let mut far = crm.clone();
        far.last_event = 1 + behind;
        let step = follow(server.db.read(), &far, ("", Role::Owner), 1, server.now).await;
        let step = step.expect("read");
        assert_eq!(step.news != News::Reset, is_kept, "{behind} behind");
    }
}

#[tokio::test]
async fn only_managers_hear_of_what_only_they_see() {
    let (server, made) = Server::set_up().await;
    happen(&server, &made, 4).await;
    let crm = crm_of(&server, &made).await;
    for (role, hears) in [
        (Role::Owner, vec![1, 2, 3, 4]),
        (Role::Admin, vec![1, 2, 3, 4]),
        (Role::Member, vec![1, 3]),
        (Role::Viewer, vec![1, 3]),
    ] {
        let step = follow(server.db.read(), &crm, ("", role), 0, server.now).await;
        let step = step.expect("read");
        assert_eq!((step.seq, seqs(&step)), (4, hears), "{role:?}");
    }
}

#[tokio::test]
async fn what_ends_a_session_ends_all_that_is_open_by_it() {
    let (server, made) = Server::set_up().await;
    let (db, from) = (&server.db, trace("192.0.2.1"));
    let session = session_of(&server, &made).await;
    let is_good = async |pass: &Pass| {
        let crm_id = made.crm.scope().crm_id();
        let stands = standing(db.read(), crm_id, pass, server.now).await;
        let passes = good(db.read(), &[pass], server.now).await.expect("read");
        let stands = stands.expect("read").is_some();
        assert_eq!(stands, passes.contains(pass));
        stands
    };
    let client = async || {
        let who = ("Ninefold on thinkpad", Platform::Linux);
        let made = register_device(db, &session, who, &from, server.now).await;
        Pass::new(&session, Some(&made.expect("registered").token))
    };
    let page = Pass::new(&session, None);
    let first = client().await;
    assert!(is_good(&page).await && is_good(&first).await);
    let second = client().await;
    assert!(!is_good(&first).await, "it was replaced");
    revoke_device(db, &session, &from, server.now)
        .await
        .expect("revoked");
    assert!(!is_good(&second).await && is_good(&page).await);
    let third = client().await;
    revoke_all_sessions(db, &session, &from, server.now)
        .await
        .expect("revoked");
    assert!(!is_good(&page).await && !is_good(&third).await);
    assert!(!is_good(&Pass::default()).await);
}

#[tokio::test]
async fn postgresql_says_when_something_was_written() {
    let (server, made) = Server::set_up().await;
    if server.db.read().get_database_backend() != sea_orm::DbBackend::Postgres {
        return;
    }
    let mut wakes = server.db.wakes().await.expect("listening");
    let session = session_of(&server, &made).await;
    happen(&server, &made, 1).await;
    wakes.next().await.expect("heard of an event");
    sign_out(&server.db, &session, &trace("192.0.2.1"), server.now)
        .await
        .expect("signed out");
    wakes.next().await.expect("heard of a session");
}
