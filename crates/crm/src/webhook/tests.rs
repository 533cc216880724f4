//! What may happen twice, and what a lost key leaves.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::QueryOrder as _;

use super::*;
use crate::{
    audit::Actor,
    crm_session,
    database::Exclusive,
    entity::webhook_delivery,
    event, has_sealed,
    portal::{
        cancel_deletion, schedule_deletion,
        tests::{at_the_portal, numbers},
    },
    reset_every_factor,
    sealer::Sealer,
    setup::SetUp,
    sign_in::tests::{Server, trace},
};

async fn keeper(server: &Server, made: &SetUp) -> Requester {
    let token = &made.session.token;
    let session = crm_session(server.db.read(), &made.crm, token, server.now).await;
    Requester::Person(Box::new(session.expect("read").expect("good")))
}

async fn endpoint(server: &Server, made: &SetUp, sealer: &Sealer) -> EndpointView {
    let by = keeper(server, made).await;
    let types = ["account.settings_changed", "account.crm_deletion"].map(str::to_owned);
    let input = EndpointInput {
        url: "https://receiver.example/",
        types: &types,
        enabled: true,
    };
    let from = trace("192.0.2.1");
    let made = add(&server.db, sealer, &made.crm, &by, input, &from, server.now).await;
    made.expect("added").view
}

async fn happen(server: &Server, crm_id: &str, now: Timestamp) {
    let tx = server.db.write().await.expect("writable");
    Exclusive::Crm(crm_id).hold(&tx).await.expect("held");
    event::settings_changed(&tx, crm_id, Actor::Nobody, "test", now)
        .await
        .expect("written");
    tx.commit().await.expect("committed");
}

fn sealer() -> Sealer {
    Sealer::new(&Sensitive::new([1; 32])).expect("derived")
}

#[tokio::test]
async fn looking_twice_or_at_once_makes_each_delivery_once() {
    let (server, made) = Server::set_up().await;
    endpoint(&server, &made, &sealer()).await;
    let crm_id = made.crm.scope().crm_id();
    for _ in 0..3 {
        happen(&server, crm_id, server.now).await;
    }
    let (one, other) = tokio::join!(
        fan_out(&server.db, crm_id, server.now),
        fan_out(&server.db, crm_id, server.now)
    );
    one.expect("done");
    other.expect("done");
    fan_out(&server.db, crm_id, server.now).await.expect("done");
    let count = async |sql: &str| numbers(&server, sql).await;
    assert_eq!(count("SELECT count(*) FROM webhook_delivery").await, 3);
    let sending = "SELECT count(*) FROM job WHERE kind = 'send_webhook'";
    assert_eq!(count(sending).await, 3);
}

#[tokio::test]
async fn more_than_a_batch_is_looked_at_in_turns() {
    let (server, made) = Server::set_up().await;
    endpoint(&server, &made, &sealer()).await;
    let crm_id = made.crm.scope().crm_id();
    // The webhook itself was the first that happened, of which it isn't told.
    for _ in 0..200 {
        happen(&server, crm_id, server.now).await;
    }
    let count = async |sql: &str| numbers(&server, sql).await;
    let before = count("SELECT count(*) FROM job WHERE kind = 'fan_out_events'").await;
    fan_out(&server.db, crm_id, server.now).await.expect("done");
    assert_eq!(count("SELECT count(*) FROM webhook_delivery").await, 199);
    let more = count("SELECT count(*) FROM job WHERE kind = 'fan_out_events'").await;
    assert_eq!(more, before + 1, "the rest is written down");
    fan_out(&server.db, crm_id, server.now).await.expect("done");
    assert_eq!(count("SELECT count(*) FROM webhook_delivery").await, 200);
}

#[tokio::test]
async fn nothing_is_written_down_where_nobody_listens() {
    let (server, made) = Server::set_up().await;
    happen(&server, made.crm.scope().crm_id(), server.now).await;
    let jobs = "SELECT count(*) FROM job WHERE kind = 'fan_out_events'";
    assert_eq!(numbers(&server, jobs).await, 0);
}

#[tokio::test]
async fn an_outcome_that_is_noted_twice_counts_once() {
    let (server, made) = Server::set_up().await;
    let sealer = sealer();
    let by = keeper(&server, &made).await;
    let view = endpoint(&server, &made, &sealer).await;
    let (db, now) = (&server.db, server.now);
    send_test(db, &made.crm, &by, &view.id, now)
        .await
        .expect("sent");
    let crm_id = made.crm.scope().crm_id();
    let listed = deliveries(db.read(), &made.crm, &by, &view.id)
        .await
        .expect("read");
    let delivery = (crm_id, listed[0].id.as_str());
    let outgoing = take(db, &sealer, delivery, now)
        .await
        .expect("read")
        .expect("waits");
    assert_eq!(outgoing.secrets.len(), 1);
    let outcome = Outcome {
        status: Some(200),
        head: String::new(),
    };
    for _ in 0..2 {
        note(db, delivery, &outcome, &trace("::1"), now)
            .await
            .expect("noted");
    }
    let listed = deliveries(db.read(), &made.crm, &by, &view.id)
        .await
        .expect("read");
    assert_eq!(
        (listed[0].state, listed[0].attempts),
        (DeliveryState::Done, 1)
    );
    assert!(
        take(db, &sealer, delivery, now)
            .await
            .expect("read")
            .is_none()
    );
    // The event of a test is told to nobody else.
    fan_out(db, crm_id, now).await.expect("done");
    let all = deliveries(db.read(), &made.crm, &by, &view.id)
        .await
        .expect("read");
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn while_its_crm_is_to_be_deleted_an_endpoint_is_told_that_alone() {
    let (server, made) = Server::set_up().await;
    let (sealer, session) = (sealer(), at_the_portal(&server).await);
    endpoint(&server, &made, &sealer).await;
    let (db, now, from) = (&server.db, server.now, trace("192.0.2.1"));
    let crm_id = made.crm.scope().crm_id();
    happen(&server, crm_id, now).await;
    fan_out(db, crm_id, now).await.expect("done");
    let now = now + Duration::from_secs(1);
    let scheduled = schedule_deletion(db, &session, crm_id, "Acme", &from, now).await;
    scheduled.expect("scheduled");
    fan_out(db, crm_id, now).await.expect("done");
    let taken = async || {
        let all = webhook_delivery::Entity::find();
        let all = all.order_by_asc(webhook_delivery::COLUMN.id).all(db.read());
        let mut taken = Vec::new();
        for delivery in all.await.expect("read") {
            let outgoing = take(db, &sealer, (crm_id, &delivery.id), now).await;
            taken.push((
                delivery.next_at,
                outgoing.expect("read").map(|out| out.body),
            ));
        }
        taken
    };
    let told = taken().await;
    let [(_, None), (Some(_), Some(last_word))] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(last_word.contains("account.crm_deletion"), "{last_word}");
    assert_eq!(taken().await[0].0, None, "it is laid aside");
    let sending = "SELECT count(*) FROM job WHERE kind = 'send_webhook'";
    assert_eq!(numbers(&server, sending).await, 2);

    let cancelled = cancel_deletion(db, &session, crm_id, &from, now).await;
    cancelled.expect("cancelled");
    let told = taken().await;
    assert!(matches!(told[0], (Some(_), Some(_))), "{told:?}");
    assert_eq!(numbers(&server, sending).await, 3, "on its way again");
}

#[tokio::test]
async fn a_lost_key_switches_webhooks_off_until_they_get_new_secrets() {
    let (server, made) = Server::set_up().await;
    let (old, new) = (
        sealer(),
        Sealer::new(&Sensitive::new([2; 32])).expect("derived"),
    );
    let by = keeper(&server, &made).await;
    let view = endpoint(&server, &made, &old).await;
    let (db, now, from) = (&server.db, server.now, trace("::1"));
    assert!(has_sealed(db.read()).await.expect("read"));
    crate::check_key(db.read(), &old).await.expect("the same");
    let other = crate::check_key(db.read(), &new).await;
    assert!(
        matches!(other, Err(Error::SealedWithAnotherKey)),
        "{other:?}"
    );
    reset_every_factor(db, &from, now).await.expect("reset");
    assert!(!has_sealed(db.read()).await.expect("read"));
    let types = view.types.clone();
    let on = async |version| {
        let input = EndpointInput {
            url: "https://receiver.example/",
            types: &types,
            enabled: true,
        };
        let id = &view.id;
        let change = EndpointChange { id, version, input };
        super::change(db, &made.crm, &by, change, &from, now).await
    };
    let refused = on(view.version).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let at = (view.id.as_str(), view.version);
    let rotated = rotate(db, &new, &made.crm, &by, at, &from, now).await;
    let version = rotated.expect("rotated").view.version;
    assert_eq!(on(version).await.expect("on").state, EndpointState::On);
}
