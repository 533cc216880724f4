//! A balance is the sum of its entries, whoever posts at once, and nothing is posted twice.

use jiff::Timestamp;
use proptest::prelude::*;
use sea_orm::ConnectionTrait as _;
use tokio::task::JoinSet;

use super::*;
use crate::{
    Database, PortalSession,
    billing::Plan,
    entity::account,
    idempotency::{IdempotencyKey, Request},
    portal::{tests::at_the_portal, tests::numbers, transfer, wallet_entries, wallets},
    sign_in::tests::{Server, trace},
};

const OLENA: &str = "olena@acme.example";

fn euros(minor: i64) -> Money {
    Money {
        minor,
        currency: CURRENCY.to_owned(),
    }
}

fn request(key: &str, content: &str) -> Request {
    Request {
        key: IdempotencyKey::parse(key).expect("a key"),
        content: content.to_owned(),
    }
}

async fn pay(
    server: &Server,
    payee: Payee<'_>,
    minor: i64,
    reference: &str,
) -> Result<Posted, Error> {
    let told = TopUp {
        payee,
        amount: &euros(minor),
        reference,
        note: "",
    };
    let from = trace("192.0.2.1");
    top_up(&server.db, Poster::Adapter, told, &from, server.now).await
}

async fn balances(server: &Server, session: &PortalSession) -> (i64, i64) {
    let all = wallets(server.db.read(), session, &Plan::default())
        .await
        .expect("read");
    let [own, crm] = all.as_slice() else {
        panic!("{all:?}")
    };
    (own.balance.minor, crm.balance.minor)
}

async fn is_right(server: &Server) -> bool {
    check_ledger(server.db.read())
        .await
        .expect("read")
        .mismatches
        .is_empty()
}

#[tokio::test]
async fn what_came_in_is_posted_once_for_its_reference() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let acme = Payee::Crm(&made.crm.slug);
    let first = pay(&server, acme, 500, "INV-1").await.expect("posted");
    assert!(first.is_new);
    let again = pay(&server, acme, 500, " INV-1 ")
        .await
        .expect("told again");
    assert_eq!((again.is_new, &again.entry_id), (false, &first.entry_id));
    let other = pay(&server, acme, 501, "INV-1").await;
    assert!(
        matches!(other, Err(Error::IdempotencyKeyReused)),
        "{other:?}"
    );
    // Another payee has references of their own.
    let own = pay(&server, Payee::Account(" Olena@ACME.example"), 7, "INV-1").await;
    assert!(own.expect("posted").is_new);
    assert_eq!(balances(&server, &session).await, (7, 500));
    assert!(is_right(&server).await);
}

#[tokio::test]
async fn the_same_payment_told_many_times_at_once_is_posted_once() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let mut calls = JoinSet::new();
    for n in 0..12 {
        let (db, now, slug) = (server.db.clone(), server.now, made.crm.slug.clone());
        calls.spawn(async move {
            let told = TopUp {
                payee: if n % 2 == 0 {
                    Payee::Crm(&slug)
                } else {
                    Payee::Account(OLENA)
                },
                amount: &euros(100),
                reference: "INV-1",
                note: "",
            };
            let from = trace("192.0.2.1");
            let posted = top_up(&db, Poster::Adapter, told, &from, now).await;
            posted.expect("posted").is_new
        });
    }
    let new = calls
        .join_all()
        .await
        .into_iter()
        .filter(|new| *new)
        .count();
    assert_eq!(new, 2);
    assert_eq!(balances(&server, &session).await, (100, 100));
    assert!(is_right(&server).await);
}

#[tokio::test]
async fn nobody_posts_nonsense() {
    let (server, made) = Server::set_up().await;
    let acme = Payee::Crm(&made.crm.slug);
    for minor in [0, -1, i64::MIN, i64::MAX, MOST_MOVED + 1] {
        let posted = pay(&server, acme, minor, "x").await;
        assert!(
            matches!(posted, Err(Error::Invalid(_))),
            "{minor}: {posted:?}"
        );
    }
    for reference in ["", " \n", &"x".repeat(101)] {
        let posted = pay(&server, acme, 1, reference).await;
        assert!(
            matches!(posted, Err(Error::Invalid(_))),
            "{reference}: {posted:?}"
        );
    }
    for payee in [
        Payee::Crm("nowhere"),
        Payee::Account("nobody@acme.example"),
        Payee::Account("x"),
    ] {
        let posted = pay(&server, payee, 1, "x").await;
        assert!(
            matches!(posted, Err(Error::NotFound)),
            "{payee:?}: {posted:?}"
        );
    }
    let told = TopUp {
        payee: acme,
        amount: &Money {
            minor: 1,
            currency: "USD".to_owned(),
        },
        reference: "x",
        note: "",
    };
    let from = trace("192.0.2.1");
    let posted = top_up(&server.db, Poster::CommandLine, told, &from, server.now).await;
    assert!(matches!(posted, Err(Error::CurrencyMismatch)), "{posted:?}");
    // The wallet's opening entry alone.
    assert_eq!(
        numbers(&server, "SELECT count(*) FROM ledger_entry").await,
        1
    );
}

/// No sum of many payments leaves what readers can count with.
#[tokio::test]
async fn a_balance_has_bounds() {
    let (server, made) = Server::set_up().await;
    let tx = server.db.write().await.expect("begun");
    let full = format!("UPDATE wallet SET balance_minor = {MOST_HELD}");
    tx.execute_unprepared(&full).await.expect("set");
    tx.commit().await.expect("committed");
    let posted = pay(&server, Payee::Crm(&made.crm.slug), 1, "x").await;
    assert!(matches!(posted, Err(Error::Invalid(_))), "{posted:?}");
    assert_eq!(
        numbers(&server, "SELECT count(*) FROM ledger_entry").await,
        1
    );
}

#[tokio::test]
async fn transfers_at_once_never_take_out_more_than_there_is() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    pay(&server, Payee::Account(OLENA), 1_000, "1")
        .await
        .expect("posted");
    let crm_id = made.crm.scope().crm_id().to_owned();
    let mut transfers = JoinSet::new();
    for n in 0..10 {
        let (db, now) = (server.db.clone(), server.now);
        let (session, crm_id) = (session.clone(), crm_id.clone());
        transfers.spawn(async move {
            let request = request(&format!("{n}"), "300");
            let from = trace("192.0.2.1");
            transfer(&db, &session, &crm_id, &euros(300), &request, &from, now).await
        });
    }
    let done = transfers.join_all().await;
    let (moved, refused): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
    assert_eq!((moved.len(), refused.len()), (3, 7));
    for refused in refused {
        assert!(
            matches!(refused, Err(Error::InsufficientFunds)),
            "{refused:?}"
        );
    }
    assert_eq!(balances(&server, &session).await, (100, 900));
    assert!(is_right(&server).await);
}

#[tokio::test]
async fn a_transfer_sent_twice_moves_once_and_both_sides_are_one_pair() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    pay(&server, Payee::Account(OLENA), 1_000, "1")
        .await
        .expect("posted");
    let crm_id = made.crm.scope().crm_id();
    let from = trace("192.0.2.1");
    for _ in 0..2 {
        let request = request("same", "400");
        transfer(
            &server.db,
            &session,
            crm_id,
            &euros(400),
            &request,
            &from,
            server.now,
        )
        .await
        .expect("moved");
    }
    let other = request("same", "401");
    let other = transfer(
        &server.db,
        &session,
        crm_id,
        &euros(401),
        &other,
        &from,
        server.now,
    )
    .await;
    assert!(
        matches!(other, Err(Error::IdempotencyKeyReused)),
        "{other:?}"
    );
    assert_eq!(balances(&server, &session).await, (600, 400));
    let pairs = "SELECT count(*) FROM ledger_entry a JOIN ledger_entry b ON a.pair_id = b.pair_id \
                 WHERE a.kind = 'transfer_out' AND b.kind = 'transfer_in' AND a.amount_minor = -b.amount_minor";
    assert_eq!(numbers(&server, pairs).await, 1);
}

#[tokio::test]
async fn a_transfer_goes_to_an_own_crm_alone() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    pay(&server, Payee::Account(OLENA), 1_000, "1")
        .await
        .expect("posted");
    let from = trace("192.0.2.1");
    let to = async |crm_id: &str, minor: i64| {
        let request = request("k", "x");
        transfer(
            &server.db,
            &session,
            crm_id,
            &euros(minor),
            &request,
            &from,
            server.now,
        )
        .await
    };
    let nowhere = to("0192f0c1-2345-7abc-8def-0123456789ab", 1).await;
    assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
    let tx = server.db.write().await.expect("begun");
    tx.execute_unprepared("UPDATE crm_user SET role = 'admin'")
        .await
        .expect("set");
    tx.commit().await.expect("committed");
    let id = made.crm.scope().crm_id();
    let not_owner = to(id, 1).await;
    assert!(matches!(not_owner, Err(Error::NotOwner)), "{not_owner:?}");
    for minor in [0, -1, i64::MIN] {
        let nonsense = to(id, minor).await;
        assert!(matches!(nonsense, Err(Error::Invalid(_))), "{nonsense:?}");
    }
    assert_eq!(balances(&server, &session).await.0, 1_000);
}

#[tokio::test]
async fn a_history_is_read_in_parts_and_by_nobody_else() {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    for n in 0..7 {
        let reference = format!("INV-{n}");
        pay(&server, Payee::Crm(&made.crm.slug), 10 + n, &reference)
            .await
            .expect("posted");
    }
    let all = wallets(server.db.read(), &session, &Plan::default())
        .await
        .expect("read");
    let id = all[1].id.clone().expect("an id");
    let mut read = Vec::new();
    loop {
        let after = read
            .last()
            .map(|row: &crate::portal::WalletEntry| row.id.clone());
        let filter = crate::portal::EntryFilter {
            kind: Some(LedgerKind::TopUp),
            from: Some(server.now),
            until: None,
        };
        let part = wallet_entries(
            server.db.read(),
            &session,
            &id,
            &filter,
            after.as_deref(),
            3,
        )
        .await
        .expect("read");
        if part.is_empty() {
            break;
        }
        read.extend(part);
    }
    let mut amounts: Vec<i64> = read.iter().map(|row| row.amount.minor).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, (10..17).collect::<Vec<_>>());

    let tx = server.db.write().await.expect("begun");
    let stranger = stranger(&tx, server.now).await;
    let taken = format!("UPDATE crm SET owner_account_id = '{stranger}'");
    tx.execute_unprepared(&taken).await.expect("set");
    tx.commit().await.expect("committed");
    let filter = crate::portal::EntryFilter::default();
    let others = wallet_entries(server.db.read(), &session, &id, &filter, None, 3).await;
    assert!(matches!(others, Err(Error::NotFound)), "{others:?}");
}

/// Another account, as the row that it is.
async fn stranger<C: ConnectionTrait>(tx: &C, now: Timestamp) -> String {
    let olena = account::Entity::find()
        .one(tx)
        .await
        .expect("read")
        .expect("one");
    let row = account::ActiveModel {
        id: Set(new_id(now)),
        email: Set("ihor@berry.example".to_owned()),
        email_norm: Set("ihor@berry.example".to_owned()),
        ..olena.into()
    };
    row.reset_all().insert(tx).await.expect("inserted").id
}

#[tokio::test]
async fn a_balance_that_was_changed_by_hand_is_found_and_told_and_left() {
    let (server, _) = Server::set_up().await;
    assert!(is_right(&server).await);
    let tx = server.db.write().await.expect("begun");
    tx.execute_unprepared("UPDATE wallet SET balance_minor = 5")
        .await
        .expect("set");
    tx.commit().await.expect("committed");
    let check = check_ledger(server.db.read()).await.expect("read");
    let [found] = check.mismatches.as_slice() else {
        panic!("{check:?}")
    };
    assert_eq!(
        (found.balance_minor, found.sum_minor, check.wallets),
        (5, 0, 1)
    );
    for _ in 0..2 {
        alert_operators(&server.db, &check.mismatches, server.now)
            .await
            .expect("told");
    }
    let letters = "SELECT count(*) FROM outbox WHERE kind = 'ledger_mismatch'";
    assert_eq!(numbers(&server, letters).await, 1);
    assert!(!is_right(&server).await, "nothing is repaired");
}

/// One thing that may happen to money.
#[derive(Debug, Clone)]
enum Move {
    ToCrm(i64, u8),
    ToAccount(i64, u8),
    Transfer(i64, u8),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (0..3_u8, -5..500_i64, 0..12_u8).prop_map(|(kind, minor, n)| match kind {
        0 => Move::ToCrm(minor, n),
        1 => Move::ToAccount(minor, n),
        _ => Move::Transfer(minor, n),
    });
    prop::collection::vec(one, 1..24)
}

async fn happen(db: &Database, now: Timestamp, each: Move, slug: &str, to: (&PortalSession, &str)) {
    let from = trace("192.0.2.1");
    let (minor, n) = match each {
        Move::ToCrm(minor, n) | Move::ToAccount(minor, n) | Move::Transfer(minor, n) => (minor, n),
    };
    let (amount, reference) = (euros(minor), n.to_string());
    let told = |payee| TopUp {
        payee,
        amount: &amount,
        reference: &reference,
        note: "",
    };
    let done = match each {
        Move::ToCrm(..) => top_up(db, Poster::Adapter, told(Payee::Crm(slug)), &from, now)
            .await
            .map(drop),
        Move::ToAccount(..) => top_up(db, Poster::Adapter, told(Payee::Account(OLENA)), &from, now)
            .await
            .map(drop),
        Move::Transfer(..) => {
            let request = request(&reference, &minor.to_string());
            transfer(db, to.0, to.1, &amount, &request, &from, now).await
        }
    };
    let refused = matches!(
        done,
        Ok(()) | Err(Error::Invalid(_) | Error::InsufficientFunds | Error::IdempotencyKeyReused)
    );
    assert!(refused, "{each:?}: {done:?}");
}

/// Whatever happens, in whatever order and at once, to the balances that there are.
async fn all_at_once(all: Vec<Move>) {
    let (server, made) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let mut running = JoinSet::new();
    for each in all {
        let (db, now, session) = (server.db.clone(), server.now, session.clone());
        let (slug, crm_id) = (made.crm.slug.clone(), made.crm.scope().crm_id().to_owned());
        running.spawn(async move { happen(&db, now, each, &slug, (&session, &crm_id)).await });
    }
    running.join_all().await;
    assert!(is_right(&server).await);
    let (own, crm) = balances(&server, &session).await;
    assert!(own >= 0 && crm >= 0, "{own} {crm}");
    let came_in = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS bigint) FROM ledger_entry WHERE kind = 'top_up'";
    assert_eq!(
        numbers(&server, came_in).await,
        own + crm,
        "transfers make no money"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_balance_is_the_sum_of_its_entries_whatever_happens_at_once(all in moves()) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(all_at_once(all));
    }
}
