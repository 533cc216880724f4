//! Charges happen once for each period, and what follows from them.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use tokio::task::JoinSet;

use super::*;
use crate::{
    CrmStatus, Money, Payee, Poster, TopUp, check_ledger,
    entity::crm::{self, Standing},
    jobs::{self, Queue, Work},
    portal::tests::numbers,
    sign_in::tests::{Server, trace},
    top_up,
};

const DAY: Duration = Duration::from_hours(24);

const PLAN: Plan = Plan {
    price_minor: 500,
    trial_days: 14,
    grace_days: 14,
};

async fn row(server: &Server) -> crm::Model {
    let found = crm::Entity::find().one(server.db.read()).await;
    found.expect("read").expect("a CRM")
}

fn days(server: &Server, count: u32) -> Timestamp {
    server.now.checked_add(DAY * count).expect("in range")
}

/// Looks for what is due, and does it: how many charges there were.
async fn bill_at(server: &Server, plan: &Plan, now: Timestamp) -> usize {
    let from = trace("192.0.2.1");
    bill(&server.db, plan, &from, now).await.expect("billed");
    let mut charged = 0;
    while let Some(job) = jobs::claim(&server.db, Queue::Default, now)
        .await
        .expect("claimed")
    {
        let Work::ChargeCrm { crm_id, period } = job.work().expect("known") else {
            panic!("{job:?}")
        };
        let done = charge(&server.db, &crm_id, &period, plan, &from, now).await;
        charged += usize::from(done.expect("charged"));
        jobs::complete(&server.db, &job, now).await.expect("done");
    }
    charged
}

async fn pay(server: &Server, minor: i64, reference: &str, now: Timestamp) {
    let told = TopUp {
        payee: Payee::Crm("acme"),
        amount: &Money {
            minor,
            currency: "EUR".to_owned(),
        },
        reference,
        note: "",
    };
    let from = trace("192.0.2.1");
    top_up(&server.db, Poster::Adapter, told, &from, now)
        .await
        .expect("posted");
}

async fn letters(server: &Server, kind: &str) -> i64 {
    numbers(
        server,
        &format!("SELECT count(*) FROM outbox WHERE kind = '{kind}'"),
    )
    .await
}

async fn balance(server: &Server) -> i64 {
    numbers(
        server,
        "SELECT balance_minor FROM wallet WHERE crm_id IS NOT NULL",
    )
    .await
}

#[tokio::test]
async fn where_nothing_is_taken_nobody_pays() {
    let (server, _) = Server::set_up().await;
    for later in [0, 1, 15, 400] {
        assert_eq!(
            bill_at(&server, &Plan::default(), days(&server, later)).await,
            0
        );
    }
    let row = row(&server).await;
    assert_eq!((row.billing_day, row.standing), (None, Standing::Good));
    assert_eq!(balance(&server).await, 0);
}

#[tokio::test]
async fn a_period_is_charged_once_after_the_trial_however_often_and_at_once_it_is_asked() {
    let (server, made) = Server::set_up().await;
    assert_eq!(bill_at(&server, &PLAN, server.now).await, 0);
    // 2027-01-15 08:00 UTC, and fourteen days on, the first ten past midnight.
    let first = row(&server).await.billing_day.expect("a day");
    assert_eq!(first, "2027-01-30");
    assert_eq!(
        bill_at(&server, &PLAN, days(&server, 14)).await,
        0,
        "the trial ends this very day"
    );

    let from = trace("192.0.2.1");
    let due = days(&server, 15);
    bill(&server.db, &PLAN, &from, due).await.expect("billed");
    bill(&server.db, &PLAN, &from, due).await.expect("billed");
    let jobs = "SELECT count(*) FROM job WHERE kind = 'charge_crm'";
    assert_eq!(numbers(&server, jobs).await, 1);
    let mut at_once = JoinSet::new();
    for _ in 0..8 {
        let (db, period) = (server.db.clone(), first.clone());
        let crm_id = made.crm.scope().crm_id().to_owned();
        at_once.spawn(async move {
            let from = trace("192.0.2.1");
            charge(&db, &crm_id, &period, &PLAN, &from, due)
                .await
                .expect("no error")
        });
    }
    let charged = at_once.join_all().await;
    assert_eq!(charged.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(balance(&server).await, -500);
    assert_eq!(bill_at(&server, &PLAN, due).await, 0);
    assert_eq!(
        row(&server).await.billing_day.as_deref(),
        Some("2027-03-01")
    );
    let check = check_ledger(server.db.read()).await.expect("read");
    assert_eq!(check.mismatches, []);
}

#[tokio::test]
async fn active_users_at_that_moment_are_paid_for() {
    let (server, _) = Server::set_up().await;
    bill_at(&server, &PLAN, server.now).await;
    let tx = server.db.write().await.expect("begun");
    let like = "crm_id, '{id}', '{id}', '{id}', '{id}', first_name, last_name, title, 'member', '{status}', 'own', \
                locale, time_zone, sort_key, search_text, {deleted}, version, created_at, updated_at FROM crm_user \
                WHERE role = 'owner'";
    for (id, status, deleted) in [
        ("b", "active", "NULL"),
        ("c", "deactivated", "NULL"),
        ("d", "active", "1"),
        ("e", "invited", "NULL"),
    ] {
        let values = like
            .replace("{id}", id)
            .replace("{status}", status)
            .replace("{deleted}", deleted);
        let sql = format!(
            "INSERT INTO crm_user (crm_id, id, email, email_norm, username, first_name, last_name, title, role, \
             status, credential_source, locale, time_zone, sort_key, search_text, deleted_at, version, created_at, \
             updated_at) SELECT {values}"
        );
        tx.execute_unprepared(&sql).await.expect("inserted");
    }
    tx.commit().await.expect("committed");
    assert_eq!(bill_at(&server, &PLAN, days(&server, 15)).await, 1);
    assert_eq!(balance(&server).await, -1_000);
}

#[tokio::test]
async fn whoever_does_not_pay_is_told_then_suspended_and_open_again_with_the_payment() {
    let (server, _) = Server::set_up().await;
    bill_at(&server, &PLAN, server.now).await;
    pay(&server, 600, "1", server.now).await;
    assert_eq!(bill_at(&server, &PLAN, days(&server, 15)).await, 1);
    // What is left doesn't last for a week.
    assert_eq!(row(&server).await.standing, Standing::Low);
    assert_eq!(letters(&server, "balance_low").await, 1);

    assert_eq!(bill_at(&server, &PLAN, days(&server, 46)).await, 1);
    assert_eq!(balance(&server).await, -400);
    assert_eq!(row(&server).await.standing, Standing::Overdue);
    assert_eq!(letters(&server, "balance_overdue").await, 1);
    bill_at(&server, &PLAN, days(&server, 59)).await;
    assert_eq!(
        row(&server).await.status,
        CrmStatus::Active,
        "a day of grace is left"
    );
    bill_at(&server, &PLAN, days(&server, 60)).await;
    bill_at(&server, &PLAN, days(&server, 60)).await;
    assert_eq!(row(&server).await.status, CrmStatus::SuspendedBilling);
    assert_eq!(letters(&server, "crm_suspended").await, 1);
    // Nobody works in it, and nobody pays for that.
    assert_eq!(bill_at(&server, &PLAN, days(&server, 100)).await, 0);

    pay(&server, 399, "2", days(&server, 100)).await;
    assert_eq!(
        row(&server).await.status,
        CrmStatus::SuspendedBilling,
        "a cent is missing"
    );
    pay(&server, 1_001, "3", days(&server, 100)).await;
    let open = row(&server).await;
    assert_eq!(
        (open.status, open.standing),
        (CrmStatus::Active, Standing::Good)
    );
    assert_eq!(
        bill_at(&server, &PLAN, days(&server, 100)).await,
        1,
        "one period, not all that passed"
    );
    assert_eq!(balance(&server).await, 500);
}

#[tokio::test]
async fn a_charge_that_failed_for_good_waits_for_whoever_runs_the_server() {
    let (server, _) = Server::set_up().await;
    bill_at(&server, &PLAN, server.now).await;
    let due = days(&server, 15);
    let from = trace("192.0.2.1");
    bill(&server.db, &PLAN, &from, due).await.expect("billed");
    let tx = server.db.write().await.expect("begun");
    tx.execute_unprepared("UPDATE job SET state = 'dead'")
        .await
        .expect("set");
    tx.commit().await.expect("committed");
    assert_eq!(bill_at(&server, &PLAN, due).await, 0);

    let dead = jobs::dead_jobs(server.db.read()).await.expect("read");
    assert_eq!(dead.len(), 1);
    jobs::run_again(&server.db, None, &dead[0].id, &from, due)
        .await
        .expect("revived");
    assert_eq!(bill_at(&server, &PLAN, due).await, 1);
}

#[tokio::test]
async fn a_crm_that_waits_for_its_deletion_is_charged_nothing() {
    let (server, made) = Server::set_up().await;
    bill_at(&server, &PLAN, server.now).await;
    let due = days(&server, 15);
    let from = trace("192.0.2.1");
    bill(&server.db, &PLAN, &from, due).await.expect("billed");
    let set = async |status: &str| {
        let tx = server.db.write().await.expect("begun");
        let sql = format!("UPDATE crm SET status = '{status}'");
        tx.execute_unprepared(&sql).await.expect("set");
        tx.commit().await.expect("committed");
    };
    // Its deletion was scheduled while the job waited.
    set("deletion_scheduled").await;
    assert_eq!(bill_at(&server, &PLAN, due).await, 0);
    assert_eq!(balance(&server).await, 0);
    set("active").await;
    assert_eq!(bill_at(&server, &PLAN, due).await, 1);
    // A job with a period that isn't due, or that nobody has, does nothing.
    let id = made.crm.scope().crm_id();
    for period in ["2027-03-01", "2027-01-30", "nonsense", ""] {
        let done = charge(&server.db, id, period, &PLAN, &from, due).await;
        assert!(!done.expect("no error"), "{period}");
    }
    assert_eq!(balance(&server).await, -500);
}

#[tokio::test]
async fn an_operator_who_takes_nothing_any_more_lets_everybody_in() {
    let (server, _) = Server::set_up().await;
    bill_at(&server, &PLAN, server.now).await;
    bill_at(&server, &PLAN, days(&server, 15)).await;
    bill_at(&server, &PLAN, days(&server, 30)).await;
    assert_eq!(row(&server).await.status, CrmStatus::SuspendedBilling);
    bill_at(&server, &Plan::default(), days(&server, 30)).await;
    let open = row(&server).await;
    assert_eq!(
        (open.status, open.standing),
        (CrmStatus::Active, Standing::Good)
    );
    assert_eq!(open.billing_day, None);
    // And should money be taken again, there is a trial again.
    assert_eq!(bill_at(&server, &PLAN, days(&server, 31)).await, 0);
    assert_eq!(
        row(&server).await.billing_day.as_deref(),
        Some("2027-03-02")
    );
}
