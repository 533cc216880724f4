//! Rules of signing up that can't be seen from one client alone.

use domain::Sensitive;
use sea_orm::IntoActiveModel as _;

use super::*;
use crate::{
    entity::{credential as credential_row, outbox as outbox_row},
    password_reset::request_reset,
    retention::sweep,
    sign_in::tests::{Server, trace},
};

const DAY: Duration = Duration::from_hours(24);

async fn apply(server: &Server, email: &str, ip: &str, now: Timestamp) -> Result<SignUp, Error> {
    let password = Sensitive::from(String::from("nine purple balloons"));
    let applicant = Applicant {
        name: "Mariia Berry",
        email,
        password: &password,
        crm_name: None,
        locale: Some("en"),
        preferred_locale: Locale::English,
        time_zone: None,
        server_name: "Ninefold",
    };
    let (db, hasher, from) = (&server.db, &server.hasher, trace(ip));
    let terms = Terms {
        proof: Proof::ByLetter,
        link: None,
    };
    sign_up(db, hasher, &applicant, None, terms, &from, now).await
}

async fn letters(server: &Server) -> Vec<String> {
    let rows = outbox_row::Entity::find()
        .all(server.db.read())
        .await
        .expect("read");
    rows.into_iter().map(|row| row.kind).collect()
}

async fn pending(server: &Server) -> usize {
    let accounts = account::Entity::find()
        .filter(account::COLUMN.status.eq(AccountStatus::Pending))
        .all(server.db.read())
        .await
        .expect("read");
    accounts.len()
}

/// An account that an import made has no password, and is opened by "Forgot password?".
#[tokio::test]
async fn the_owner_of_an_older_crm_is_led_to_a_new_password() {
    let (server, _) = Server::set_up().await;
    let tx = server.db.write().await.expect("writable");
    credential_row::Entity::delete_many()
        .exec(&tx)
        .await
        .expect("deleted");
    tx.commit().await.expect("committed");
    let done = apply(&server, "olena@acme.example", "192.0.2.1", server.now).await;
    assert!(matches!(done, Ok(SignUp::Mailed)), "{done:?}");
    assert_eq!(letters(&server).await, ["account_exists"]);
    assert_eq!(pending(&server).await, 0);
    let from = trace("192.0.2.1");
    request_reset(&server.db, None, "olena@acme.example", &from, server.now)
        .await
        .expect("asked");
    assert_eq!(letters(&server).await, ["account_exists", "reset"]);
}

#[tokio::test]
async fn the_address_of_a_disabled_account_gets_no_letter_and_no_account() {
    let (server, _) = Server::set_up().await;
    let row = holder(server.db.read(), "olena@acme.example").await;
    let mut row = row.expect("read").expect("there").into_active_model();
    row.status = sea_orm::ActiveValue::Set(AccountStatus::Disabled);
    let tx = server.db.write().await.expect("writable");
    row.update(&tx).await.expect("updated");
    tx.commit().await.expect("committed");
    let done = apply(&server, "olena@acme.example", "192.0.2.1", server.now).await;
    assert!(matches!(done, Ok(SignUp::Mailed)), "{done:?}");
    assert!(letters(&server).await.is_empty());
    assert_eq!(pending(&server).await, 0);
}

#[tokio::test]
async fn the_server_takes_fifty_an_hour_from_wherever_they_come() {
    let (server, _) = Server::set_up().await;
    let tx = server.db.write().await.expect("writable");
    for _ in 0..49 {
        let _counted = attempt::count(&tx, &SIGN_UPS, "", server.now)
            .await
            .expect("counted");
    }
    tx.commit().await.expect("committed");
    let last = apply(&server, "a@berry.example", "192.0.2.1", server.now).await;
    assert!(last.is_ok(), "{last:?}");
    let more = apply(&server, "b@berry.example", "198.51.100.1", server.now).await;
    assert!(matches!(more, Err(Error::RateLimited { .. })), "{more:?}");
}

#[tokio::test]
async fn what_nobody_confirms_is_gone_a_week_after_it_was_last_asked_for() {
    let (server, _) = Server::set_up().await;
    let day = |nth: u32| server.now.checked_add(DAY * nth).expect("in range");
    for nth in [0, 3] {
        let done = apply(&server, "a@berry.example", "192.0.2.1", day(nth)).await;
        assert!(done.is_ok(), "{done:?}");
    }
    for (nth, left) in [(7, 1), (10, 1), (11, 0)] {
        sweep(&server.db, day(nth)).await.expect("swept");
        assert_eq!(pending(&server).await, left, "on day {nth}");
    }
    let anew = apply(&server, "a@berry.example", "192.0.2.1", day(12)).await;
    assert!(anew.is_ok(), "{anew:?}");
}

#[tokio::test]
async fn two_sign_ups_with_one_address_at_once_are_one_account() {
    let (server, _) = Server::set_up().await;
    let ask = || apply(&server, "a@berry.example", "192.0.2.1", server.now);
    let (one, other) = tokio::join!(ask(), ask());
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(pending(&server).await, 1);
    assert_eq!(letters(&server).await, ["sign_up", "sign_up"]);
}
