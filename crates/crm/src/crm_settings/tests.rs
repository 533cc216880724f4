//! Two who want one address, and what becomes of one that was given up.

use std::time::Duration;

use super::*;
use crate::{
    Token, crm_by_slug, crm_session,
    portal::{
        DELETION_DELAY, enter_crm, purge_due, schedule_deletion,
        tests::{another_crm, at_the_portal, numbers},
    },
    sign_in::{
        step::Step,
        tests::{Server, trace},
    },
    sweep,
};

const DAY: Duration = Duration::from_hours(24);
const STONES: &str = "SELECT count(*) FROM crm_tombstone WHERE kind = 'renamed'";

async fn session(server: &Server, crm: &Crm, token: &Token) -> CrmSession {
    let found = crm_session(server.db.read(), crm, token, server.now).await;
    found.expect("read").expect("good")
}

/// Another CRM of the same owner, which wants to be at this address.
async fn made_at(server: &Server, slug: &str) -> Result<Crm, Error> {
    let portal = at_the_portal(server).await;
    another_crm(server, &portal, Some(slug)).await
}

/// Its owner in it.
async fn entered(server: &Server, crm: &Crm) -> CrmSession {
    let portal = at_the_portal(server).await;
    let from = trace("192.0.2.1");
    let ticket = enter_crm(&server.db, &portal, crm.scope().crm_id(), &from, server.now);
    let (_, ticket) = ticket.await.expect("a ticket");
    let step = crate::enter(&server.db, crm, &ticket.token, &from, server.now).await;
    let Ok(Step::Crm(_, new)) = step else {
        panic!("{step:?}")
    };
    let tx = server.db.write().await.expect("writable");
    let proved = server.now.as_millisecond();
    tx.execute_unprepared(&format!("UPDATE session SET step_up_at = {proved}"))
        .await
        .expect("proved");
    tx.commit().await.expect("committed");
    session(server, crm, &new.token).await
}

async fn moved(
    server: &Server,
    (crm, session): (&Crm, &CrmSession),
    version: i64,
    slug: &str,
) -> Result<GeneralSettings, Error> {
    let from = trace("192.0.2.1");
    change_crm_address(&server.db, crm, session, version, slug, &from, server.now).await
}

async fn at(server: &Server, slug: &str) -> Option<String> {
    let found = crm_by_slug(server.db.read(), slug, server.now).await;
    found
        .expect("read")
        .map(|crm| crm.scope().crm_id().to_owned())
}

#[tokio::test]
async fn of_two_crms_that_want_one_address_at_once_one_gets_it() {
    let (server, set_up) = Server::set_up().await;
    let acme = set_up.crm;
    let berry = made_at(&server, "berry").await.expect("made");
    let of_acme = session(&server, &acme, &set_up.session.token).await;
    let of_berry = entered(&server, &berry).await;
    let (one, two, three) = tokio::join!(
        moved(&server, (&acme, &of_acme), 1, "cherry"),
        moved(&server, (&berry, &of_berry), 1, "cherry"),
        made_at(&server, "cherry"),
    );
    let outcomes = [one.map(drop), two.map(drop), three.map(drop)];
    let got = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(got, 1, "{outcomes:?}");
    let refused = |outcome: &Result<(), Error>| matches!(outcome, Err(Error::SlugTaken { .. }));
    let refused = outcomes.iter().filter(|outcome| refused(outcome)).count();
    assert_eq!(refused, 2, "{outcomes:?}");
}

#[tokio::test]
async fn of_two_addresses_that_one_crm_is_given_at_once_it_gets_one() {
    let (server, set_up) = Server::set_up().await;
    let acme = set_up.crm;
    let olena = session(&server, &acme, &set_up.session.token).await;
    let (one, two) = tokio::join!(
        moved(&server, (&acme, &olena), 1, "birch"),
        moved(&server, (&acme, &olena), 1, "cedar"),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(numbers(&server, STONES).await, 1);
}

#[tokio::test]
async fn the_former_address_of_a_purged_crm_leads_nowhere_and_is_nobodys_before_its_time() {
    let (mut server, set_up) = Server::set_up().await;
    let acme = set_up.crm;
    let olena = session(&server, &acme, &set_up.session.token).await;
    moved(&server, (&acme, &olena), 1, "fresh")
        .await
        .expect("moved");
    let crm_id = acme.scope().crm_id();
    assert_eq!(at(&server, "acme").await.as_deref(), Some(crm_id));
    let from = trace("192.0.2.1");
    let portal = at_the_portal(&server).await;
    let scheduled = schedule_deletion(&server.db, &portal, crm_id, "Acme", &from, server.now).await;
    scheduled.expect("scheduled");
    let renamed_at = server.now;
    server.now = renamed_at.checked_add(DELETION_DELAY).expect("in range");
    let purged = purge_due(&server.db, &from, server.now).await;
    assert_eq!(purged.expect("purged"), 1);
    for slug in ["acme", "fresh"] {
        assert_eq!(at(&server, slug).await, None);
        let refused = made_at(&server, slug).await;
        assert!(
            matches!(refused, Err(Error::SlugTaken { .. })),
            "{refused:?}"
        );
    }

    let moment = Duration::from_millis(1);
    let free_at = renamed_at.checked_add(DAY * 90).expect("in range");
    server.now = free_at.checked_sub(moment).expect("in range");
    sweep(&server.db, server.now).await.expect("swept");
    assert_eq!(numbers(&server, STONES).await, 1);
    assert!(made_at(&server, "acme").await.is_err());
    server.now = free_at;
    let another = made_at(&server, "acme").await.expect("made");
    assert_eq!(
        at(&server, "acme").await.as_deref(),
        Some(another.scope().crm_id())
    );
    sweep(&server.db, server.now).await.expect("swept");
    assert_eq!(numbers(&server, STONES).await, 0);
}
