//! A process that does jobs without end, killed at moments of its own choosing: every job is done, and what it
//! does has happened once.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use domain::{Clock as _, SystemClock};
use jiff::Timestamp;
use sea_orm::ConnectionTrait as _;

use super::*;
use crate::{
    Database,
    billing::{Plan, charge},
    check_ledger,
    sign_in::tests::trace,
};

/// Names the database's file to the child.
const FILE: &str = "CRM_TEST_FILE";

const CRMS: i64 = 30;
const DAY: &str = "2027-01-15";

const PLAN: Plan = Plan {
    price_minor: 500,
    trial_days: 0,
    grace_days: 14,
};

fn due() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("in range")
}

/// The other process.
#[tokio::test]
async fn does_jobs_without_end() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let db = Database::open_file(Path::new(&file)).await.expect("opened");
    let from = trace("192.0.2.1");
    while let Some(job) = claim(&db, Queue::Default, due()).await.expect("claimed") {
        let Work::ChargeCrm { crm_id, period } = job.work().expect("known") else {
            panic!("{job:?}")
        };
        charge(&db, &crm_id, &period, &PLAN, &from, due())
            .await
            .expect("charged");
        println!("charged");
        complete(&db, &job, due()).await.expect("done");
    }
    println!("nothing left");
}

fn start(file: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args([
            "jobs::killed::does_jobs_without_end",
            "--exact",
            "--nocapture",
        ])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// Kills it after so many jobs. True when it had nothing left to do.
fn killed_after(file: &Path, jobs: usize) -> bool {
    let mut child = start(file);
    let words = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut done = 0;
    let mut at_end = false;
    for line in words.map_while(Result::ok) {
        at_end |= line.contains("nothing left");
        done += usize::from(line.contains("charged"));
        if done == jobs {
            // It goes on meanwhile, so that it is somewhere within a later job.
            child.kill().expect("killed");
        }
    }
    child.wait().expect("ended");
    at_end
}

async fn execute(db: &Database, sql: &str) {
    let tx = db.write().await.expect("begun");
    tx.execute_unprepared(sql).await.expect("done");
    tx.commit().await.expect("committed");
}

/// CRMs of nobody in particular, each with one user and a charge that is due.
async fn fill(db: &Database) {
    let now = SystemClock.now();
    execute(
        db,
        "INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, version, \
         created_at, updated_at) VALUES ('a', 'a@acme.example', 'a@acme.example', 'A', 'en', 'UTC', 'active', false, \
         1, 0, 0)",
    )
    .await;
    for n in 0..CRMS {
        let id = format!("crm-{n:02}");
        execute(
            db,
            &format!(
                "INSERT INTO crm (id, slug, name, status, owner_account_id, locale, time_zone, currency, settings, \
                 event_seq, factor_policy, factor_policy_since, factor_trust, billing_day, version, created_at, \
                 updated_at) VALUES ('{id}', '{id}', '{id}', 'active', 'a', 'en', 'UTC', 'EUR', '{{}}', 0, \
                 'optional', 0, true, '{DAY}', 1, 0, 0)"
            ),
        )
        .await;
        execute(
            db,
            &format!(
                "INSERT INTO crm_user (crm_id, id, email, email_norm, username, first_name, last_name, title, role, \
                 status, credential_source, locale, time_zone, sort_key, search_text, version, created_at, \
                 updated_at) VALUES ('{id}', 'u', '', '', 'u', '', '', '', 'owner', 'active', 'own', 'en', 'UTC', \
                 '', '', 1, 0, 0)"
            ),
        )
        .await;
        let tx = db.write().await.expect("begun");
        let new = NewJob {
            work: Work::ChargeCrm {
                crm_id: id.clone(),
                period: DAY.to_owned(),
            },
            crm_id: Some(&id),
            run_at: due(),
            dedupe_key: None,
        };
        assert!(enqueue(&tx, new, now).await.expect("written"));
        tx.commit().await.expect("committed");
    }
}

async fn count(db: &Database, sql: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(db.read().get_database_backend(), sql);
    let row = db.read().query_one_raw(statement).await.expect("read");
    row.expect("a row").try_get_by_index(0).expect("a number")
}

#[tokio::test]
async fn killed_at_any_moment_every_charge_happens_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ninefold.db");
    let db = Database::open_file(&file).await.expect("opened");
    fill(&db).await;
    let mut rounds = 0;
    while !killed_after(&file, 1 + rounds % 5) {
        rounds += 1;
        assert!(rounds < 200, "it never comes to an end");
        // Whoever had them is dead; time would tell.
        execute(
            &db,
            "UPDATE job SET locked_until = 0, attempts = 0 WHERE state = 'running'",
        )
        .await;
    }
    assert!(rounds >= 5, "it was killed {rounds} times");
    let done = "SELECT count(*) FROM job WHERE state = 'done'";
    assert_eq!(count(&db, done).await, CRMS);
    let charged = "SELECT count(*) FROM ledger_entry WHERE kind = 'charge' AND amount_minor = -500";
    assert_eq!(count(&db, charged).await, CRMS);
    let wallets = "SELECT count(*) FROM wallet WHERE balance_minor = -500";
    assert_eq!(count(&db, wallets).await, CRMS);
    assert_eq!(check_ledger(db.read()).await.expect("read").mismatches, []);
    let moved = format!("SELECT count(*) FROM crm WHERE billing_day > '{DAY}'");
    assert_eq!(count(&db, &moved).await, CRMS);
}
