//! What can't be seen from one client alone: networks, the end of sessions, and who may still sign in.

use sea_orm::QueryOrder as _;

use super::*;
use crate::{
    CrmSession, Session, SetUp, credential, crm_session,
    database::Database,
    enter::enter,
    entity::{audit_entry, membership, session},
    instant::after,
    portal::{
        enter_crm,
        tests::{at_the_portal, session_of, token_at_the_portal},
    },
    principal::Principal,
    retention::sweep,
    sign_in::{
        selection::open_selected,
        step::Step,
        tests::{Server, trace},
    },
    token::Token,
};

const HERE: &str = "192.0.2.1";
const ELSEWHERE: &str = "198.51.100.7";
const DAY: Duration = Duration::from_hours(24);

async fn owner(server: &Server, made: &SetUp) -> CrmSession {
    let (db, token) = (server.db.read(), &made.session.token);
    let session = crm_session(db, &made.crm, token, server.now).await;
    session.expect("read").expect("good")
}

async fn change(db: &Database, sql: &str) {
    let tx = db.write().await.expect("writable");
    tx.execute_unprepared(sql).await.expect("changed");
    tx.commit().await.expect("committed");
}

/// A request that the session's person approves.
async fn approved<W: Sync>(server: &Server, crm: Option<&Crm>, session: &Session<W>) -> Begun {
    let (db, from, now) = (&server.db, trace(HERE), server.now);
    let begun = begin(db, crm, false, &from, now).await;
    let begun = begun.expect("begun");
    let which = Which::Id(&begun.id);
    let asked = look_up(db, session, which, &from, now).await;
    asked.expect("looked up");
    let done = approve(db, session, &begun.id, begun.number, &from, now).await;
    done.expect("approved");
    begun
}

async fn sign_in(server: &Server, begun: &Begun) -> Result<Exchanged, Error> {
    let (db, from) = (&server.db, trace(HERE));
    exchange(db, &begun.id, &begun.poll, &from, server.now).await
}

#[tokio::test]
async fn whoever_is_asked_from_another_network_thinks_for_five_seconds() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    let db = &server.db;
    let from = trace(HERE);
    for (ip, wait) in [(HERE, 0), (ELSEWHERE, 5)] {
        let begun = begin(db, None, false, &trace(ip), server.now).await;
        let begun = begun.expect("begun");
        let which = Which::Id(&begun.id);
        let asked = look_up(db, &session, which, &from, server.now).await;
        let asked = asked.expect("looked up");
        assert_eq!(asked.is_other_network, wait > 0, "{ip}");
        assert_eq!(asked.wait, Duration::from_secs(wait), "{ip}");
        let approve_after = async |seconds| {
            let now = server.now + Duration::from_secs(seconds);
            approve(db, &session, &begun.id, begun.number, &from, now).await
        };
        if wait > 0 {
            let early = approve_after(wait - 1).await;
            let Err(Error::SlowDown { retry_after }) = early else {
                panic!("{early:?}")
            };
            assert_eq!(retry_after, Duration::from_secs(1));
        }
        approve_after(wait).await.expect("approved");
    }
}

async fn row_of(server: &Server, token: &Token) -> session::Model {
    session::Entity::find()
        .filter(session::COLUMN.token_hash.eq(token.hash().to_hex()))
        .one(server.db.read())
        .await
        .expect("read")
        .expect("there")
}

#[tokio::test]
async fn what_is_entered_from_a_lent_session_ends_with_it() {
    let (server, made) = Server::set_up().await;
    let token = token_at_the_portal(&server).await;
    let until = after(server.now, DAY / 8);
    let lent =
        format!("UPDATE session SET method = 'qr', absolute_until = {until} WHERE kind = 'portal'");
    change(&server.db, &lent).await;
    let session = session_of(&server, &token).await;
    let (from, crm_id) = (trace(HERE), made.crm.scope().crm_id());
    let (crm, ticket) = enter_crm(&server.db, &session, crm_id, &from, server.now)
        .await
        .expect("a ticket");
    let entered = enter(&server.db, &crm, &ticket.token, &from, server.now).await;
    let Ok(Step::Crm(_, new)) = entered else {
        panic!("{entered:?}")
    };
    assert_eq!(row_of(&server, &new.token).await.absolute_until, until);
}

#[tokio::test]
async fn a_session_in_its_last_day_gives_no_other_more_than_it_has() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    let normal = after(server.now, DAY * 7);
    for (left, until) in [
        (DAY * 3, normal),
        (DAY, normal),
        (DAY / 8, after(server.now, DAY / 8)),
    ] {
        let sql = format!(
            "UPDATE session SET absolute_until = {} WHERE id = '{}'",
            after(server.now, left),
            session.id
        );
        change(&server.db, &sql).await;
        let begun = approved(&server, Some(&made.crm), &session).await;
        let exchanged = sign_in(&server, &begun).await.expect("exchanged");
        let Exchanged::Step(Step::Crm(_, new)) = exchanged else {
            panic!("{exchanged:?}")
        };
        let row = row_of(&server, &new.token).await;
        assert_eq!(row.absolute_until, until, "{left:?}");
        assert_eq!(row.idle_until, until.min(after(server.now, DAY / 2)));
    }
}

#[tokio::test]
async fn who_may_not_sign_in_any_more_lets_nobody_in() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    let begun = approved(&server, Some(&made.crm), &session).await;
    for (undo, redo) in [
        (
            "crm_user SET status = 'deactivated'",
            "crm_user SET status = 'active'",
        ),
        (
            "session SET revoked_at = 1",
            "session SET revoked_at = NULL",
        ),
        (
            "session SET idle_until = 1",
            "session SET idle_until = absolute_until",
        ),
        ("crm SET status = 'purging'", "crm SET status = 'active'"),
    ] {
        change(&server.db, &format!("UPDATE {undo}")).await;
        let refused = sign_in(&server, &begun).await;
        assert!(
            matches!(refused, Err(Error::TicketInvalid)),
            "{undo}: {refused:?}"
        );
        change(&server.db, &format!("UPDATE {redo}")).await;
    }
    let opened = sign_in(&server, &begun).await;
    assert!(opened.is_ok(), "nothing of that used it up: {opened:?}");
}

#[tokio::test]
async fn a_request_is_forgotten_after_a_day() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    approved(&server, Some(&made.crm), &session).await;
    let kept = async |after: Duration| {
        let now = server.now + REQUEST_LIFE + after;
        sweep(&server.db, now).await.expect("swept");
        Entity::find().count(server.db.read()).await.expect("read")
    };
    assert_eq!(kept(DAY).await, 1);
    assert_eq!(kept(DAY + Duration::from_millis(1)).await, 0);
}

#[tokio::test]
async fn of_approval_and_denial_at_once_one_counts() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    let (db, from, now) = (&server.db, trace(HERE), server.now);
    let begun = begin(db, None, false, &from, now).await.expect("begun");
    let asked = look_up(db, &session, Which::Id(&begun.id), &from, now).await;
    asked.expect("looked up");
    let (yes, no) = tokio::join!(
        approve(db, &session, &begun.id, begun.number, &from, now),
        deny(db, &session, &begun.id, &from, now),
    );
    assert!(yes.is_ok() != no.is_ok(), "{yes:?} {no:?}");
    let state = progress(db, &begun.id, &begun.poll, now)
        .await
        .expect("read");
    let expected = if yes.is_ok() {
        State::Approved
    } else {
        State::Denied
    };
    assert_eq!(state.state, expected);
    assert_eq!(state.left, REQUEST_LIFE);
}

#[tokio::test]
async fn an_account_that_was_disabled_lets_nobody_in() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let named = approved(&server, Some(&made.crm), &session).await;
    let open = approved(&server, None, &session).await;
    let exchanged = sign_in(&server, &open).await;
    let Ok(Exchanged::Select(list)) = exchanged else {
        panic!("{exchanged:?}")
    };
    change(&server.db, "UPDATE account SET status = 'disabled'").await;
    let refused = sign_in(&server, &named).await;
    assert!(matches!(refused, Err(Error::TicketInvalid)), "{refused:?}");
    let (db, from) = (&server.db, trace(HERE));
    for choice in [made.crm.scope().crm_id(), "portal"] {
        let refused = open_selected(db, &list.ticket, choice, &from, server.now).await;
        assert!(matches!(refused, Err(Error::TicketInvalid)), "{refused:?}");
    }
}

/// The account proved one factor, and the user in the CRM has a second one of their own.
#[tokio::test]
async fn the_screen_asks_for_the_factor_that_the_approver_did_not_give() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let link = membership::Entity::find().one(server.db.read()).await;
    let link = link.expect("read").expect("there");
    let user = Principal::user(&link.crm_id, &link.crm_user_id);
    let tx = server.db.write().await.expect("writable");
    credential::insert(&tx, &user, None, server.now)
        .await
        .expect("inserted");
    tx.commit().await.expect("committed");
    let sql = format!(
        "UPDATE credential SET totp_enabled_at = 1 WHERE principal_key = '{}'",
        user.key()
    );
    change(&server.db, &sql).await;

    let named = approved(&server, Some(&made.crm), &session).await;
    let asked = sign_in(&server, &named).await;
    let second_factor = matches!(asked, Ok(Exchanged::Step(Step::SecondFactor(_))));
    assert!(second_factor, "{asked:?}");
    let open = approved(&server, None, &session).await;
    let exchanged = sign_in(&server, &open).await;
    let Ok(Exchanged::Select(list)) = exchanged else {
        panic!("{exchanged:?}")
    };
    let needs: Vec<bool> = list.choices.iter().map(|c| c.needs_second_factor).collect();
    assert_eq!(needs, [true, false], "the CRM, and the portal");
    let (db, from, crm) = (&server.db, trace(HERE), made.crm.scope().crm_id());
    let asked = open_selected(db, &list.ticket, crm, &from, server.now).await;
    assert!(matches!(asked, Ok(Step::SecondFactor(_))), "{asked:?}");
}

#[tokio::test]
async fn every_step_is_in_the_log_of_whom_it_concerns() {
    let (server, made) = Server::set_up().await;
    let session = owner(&server, &made).await;
    let (db, from, now) = (&server.db, trace(HERE), server.now);
    let begun = approved(&server, Some(&made.crm), &session).await;
    sign_in(&server, &begun).await.expect("signed in");
    let denied = begin(db, Some(&made.crm), false, &from, now).await;
    let denied = denied.expect("begun");
    deny(db, &session, &denied.id, &from, now)
        .await
        .expect("denied");
    begin(db, None, false, &from, now).await.expect("begun");
    let logged = async |scope_id: &str| -> Vec<String> {
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::COLUMN.scope_id.eq(scope_id))
            .order_by_asc(audit_entry::COLUMN.seq)
            .all(db.read())
            .await;
        let rows = rows.expect("read").into_iter();
        // The first is of the set-up.
        rows.skip(1).map(|row| row.action).collect()
    };
    assert_eq!(
        logged(made.crm.scope().crm_id()).await,
        [
            "qr.requested",
            "qr.approved",
            "sign_in.succeeded",
            "qr.requested",
            "qr.denied",
        ]
    );
    assert_eq!(logged("server").await, ["qr.requested"]);
}
