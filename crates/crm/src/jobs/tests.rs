//! The contract of the queue, on both databases.

use std::{collections::BTreeSet, time::Duration};

use sea_orm::ConnectionTrait as _;
use tokio::task::JoinSet;

use super::*;
use crate::{
    portal::tests::numbers,
    retention::sweep,
    sign_in::tests::{Server, trace},
};

const MINUTE: Duration = Duration::from_mins(1);

/// Writes jobs down, each with a key of its own, for these CRMs.
async fn put(server: &Server, crms: &[Option<&str>]) {
    let tx = server.db.write().await.expect("begun");
    for (nth, crm_id) in crms.iter().enumerate() {
        let new = NewJob {
            work: Work::Sweep,
            crm_id: *crm_id,
            run_at: server.now,
            dedupe_key: Some(format!("{nth}")),
        };
        assert!(enqueue(&tx, new, server.now).await.expect("written"));
    }
    tx.commit().await.expect("committed");
}

async fn claim_at(server: &Server, now: Timestamp) -> Option<Claimed> {
    claim(&server.db, Queue::Default, now).await.expect("read")
}

fn later(server: &Server, by: Duration) -> Timestamp {
    server.now.checked_add(by).expect("in range")
}

#[tokio::test]
async fn a_job_is_had_by_one_until_its_claim_runs_out() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    let first = claim_at(&server, server.now).await.expect("due");
    assert_eq!(
        (first.attempt, first.work().expect("known")),
        (1, Work::Sweep)
    );
    assert!(claim_at(&server, later(&server, MINUTE)).await.is_none());

    // Renewed, it holds for another minute.
    let at = later(&server, MINUTE);
    renew(&server.db, &first, at).await.expect("still ours");
    assert!(
        claim_at(&server, later(&server, MINUTE * 2))
            .await
            .is_none()
    );

    // Whoever had it died: the next one has it, and the first one, come back, can do nothing to it.
    let at = later(&server, MINUTE * 3);
    let second = claim_at(&server, at).await.expect("left behind");
    assert_eq!((&second.id, second.attempt), (&first.id, 2));
    for late in [
        renew(&server.db, &first, at).await,
        complete(&server.db, &first, at).await,
        give_back(&server.db, &first).await,
        fail(&server.db, &first, "late", at).await.map(drop),
    ] {
        assert!(matches!(late, Err(Error::LeaseLost)), "{late:?}");
    }
    complete(&server.db, &second, at).await.expect("done");
    assert!(
        claim_at(&server, later(&server, MINUTE * 9))
            .await
            .is_none()
    );
    let again = complete(&server.db, &second, at).await;
    assert!(matches!(again, Err(Error::LeaseLost)), "{again:?}");
}

#[tokio::test]
async fn many_workers_at_once_get_every_job_once() {
    let server = Server::empty().await;
    put(&server, &[None; 40]).await;
    let mut workers = JoinSet::new();
    for _ in 0..8 {
        let (db, now) = (server.db.clone(), server.now);
        workers.spawn(async move {
            let mut had = Vec::new();
            while let Some(claimed) = claim(&db, Queue::Default, now).await.expect("claimed") {
                complete(&db, &claimed, now).await.expect("done");
                had.push(claimed.id);
            }
            had
        });
    }
    let had: Vec<String> = workers.join_all().await.concat();
    let different: BTreeSet<_> = had.iter().collect();
    assert_eq!((had.len(), different.len()), (40, 40));
}

#[tokio::test]
async fn a_crm_has_four_jobs_under_way_at_most_and_others_go_ahead() {
    let server = Server::empty().await;
    let mut crms = [Some("greedy"); 21];
    crms[20] = Some("modest");
    put(&server, &crms).await;
    let mut claims = JoinSet::new();
    for _ in 0..12 {
        let (db, now) = (server.db.clone(), server.now);
        claims.spawn(async move { claim(&db, Queue::Default, now).await.expect("claimed") });
    }
    let had: Vec<Claimed> = claims.join_all().await.into_iter().flatten().collect();
    assert_eq!(had.len(), 5);
    let running = "SELECT count(*) FROM job WHERE state = 'running' AND crm_id = ";
    let of = async |crm: &str| numbers(&server, &format!("{running}'{crm}'")).await;
    assert_eq!((of("greedy").await, of("modest").await), (4, 1));
    // They began at one moment, in any order.
    let greedy = had
        .iter()
        .find(|had| had.crm_id.as_deref() == Some("greedy"));
    complete(&server.db, greedy.expect("four"), server.now)
        .await
        .expect("done");
    assert!(claim_at(&server, server.now).await.is_some());
    // Those left behind by a process that died take no share.
    let next = claim_at(&server, later(&server, MINUTE * 2)).await;
    assert!(next.is_some());
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_dead_until_somebody_sets_it_going_again() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    let mut now = server.now;
    for attempt in 1..=8 {
        let claimed = claim_at(&server, now).await.expect("due");
        assert_eq!(claimed.attempt, attempt);
        let fate = fail(&server.db, &claimed, "No luck", now)
            .await
            .expect("written");
        let expected = if attempt == 8 {
            Fate::Dead
        } else {
            Fate::Waits
        };
        assert_eq!(fate, expected);
        assert!(claim_at(&server, now).await.is_none(), "it waits");
        now = now.checked_add(Duration::from_mins(73)).expect("in range");
    }
    assert!(claim_at(&server, now).await.is_none());
    let dead = dead_jobs(server.db.read()).await.expect("read");
    let [job] = dead.as_slice() else {
        panic!("{dead:?}")
    };
    assert_eq!((job.kind.as_str(), job.attempts), ("sweep", 8));
    assert_eq!(job.last_error, "No luck");

    let from = trace("192.0.2.1");
    run_again(&server.db, None, &job.id, &from, now)
        .await
        .expect("revived");
    let twice = run_again(&server.db, None, &job.id, &from, now).await;
    assert!(matches!(twice, Err(Error::NotFound)), "{twice:?}");
    let claimed = claim_at(&server, now).await.expect("due");
    assert_eq!(claimed.attempt, 1);
}

#[tokio::test]
async fn a_job_that_takes_its_process_down_each_time_is_dead_in_the_end() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    let mut now = server.now;
    for _ in 0..8 {
        assert!(claim_at(&server, now).await.is_some());
        now = now.checked_add(MINUTE * 2).expect("in range");
    }
    assert!(claim_at(&server, now).await.is_none());
    assert_eq!(dead_jobs(server.db.read()).await.expect("read").len(), 1);
}

#[tokio::test]
async fn a_job_given_back_counts_as_not_begun() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    for _ in 0..20 {
        let claimed = claim_at(&server, server.now).await.expect("due");
        assert_eq!(claimed.attempt, 1);
        give_back(&server.db, &claimed).await.expect("given back");
    }
}

#[tokio::test]
async fn of_jobs_with_one_key_one_waits_or_is_under_way() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    let again = async || {
        let tx = server.db.write().await.expect("begun");
        let new = NewJob {
            work: Work::Sweep,
            crm_id: None,
            run_at: server.now,
            dedupe_key: Some("0".to_owned()),
        };
        let written = enqueue(&tx, new, server.now).await.expect("no error");
        tx.commit().await.expect("committed");
        written
    };
    assert!(!again().await, "one waits");
    let claimed = claim_at(&server, server.now).await.expect("due");
    assert!(!again().await, "one is under way");
    complete(&server.db, &claimed, server.now)
        .await
        .expect("done");
    assert!(again().await, "it was done");
}

#[tokio::test]
async fn what_comes_back_by_the_clock_is_planned_once_an_hour_by_however_many_servers() {
    let server = Server::empty().await;
    let count = async || numbers(&server, "SELECT count(*) FROM job WHERE kind = 'sweep'").await;
    for hours in 0..3 {
        let now = later(&server, MINUTE * 60 * hours);
        let mut servers = JoinSet::new();
        for _ in 0..4 {
            let db = server.db.clone();
            servers.spawn(async move { plan(&db, now).await.expect("planned") });
        }
        servers.join_all().await;
        assert_eq!(count().await, i64::from(hours) + 1);
        let claimed = claim_at(&server, now).await.expect("due");
        complete(&server.db, &claimed, now).await.expect("done");
        plan(&server.db, now).await.expect("planned");
        assert_eq!(
            count().await,
            i64::from(hours) + 1,
            "what is done isn't planned again"
        );
    }
}

#[tokio::test]
async fn jobs_that_are_done_are_forgotten_after_ten_days_and_others_stay() {
    let server = Server::empty().await;
    put(&server, &[None, None]).await;
    let claimed = claim_at(&server, server.now).await.expect("due");
    complete(&server.db, &claimed, server.now)
        .await
        .expect("done");
    let day = MINUTE * 60 * 24;
    let count = async || numbers(&server, "SELECT count(*) FROM job").await;
    sweep(&server.db, later(&server, day * 10))
        .await
        .expect("swept");
    assert_eq!(count().await, 2);
    let eleventh = later(&server, day * 11);
    sweep(&server.db, eleventh).await.expect("swept");
    assert_eq!(count().await, 1);
}

/// A newer version beside this one knows work that this one doesn't.
#[tokio::test]
async fn work_of_another_version_is_left_to_it() {
    let server = Server::empty().await;
    put(&server, &[None]).await;
    let tx = server.db.write().await.expect("begun");
    tx.execute_unprepared("UPDATE job SET kind = 'later'")
        .await
        .expect("set");
    tx.commit().await.expect("committed");
    assert!(claim_at(&server, server.now).await.is_none());
}

#[test]
fn every_kind_of_work_can_be_claimed() {
    let charge = Work::ChargeCrm {
        crm_id: String::new(),
        period: String::new(),
    };
    let export = Work::MakeExport {
        crm_id: String::new(),
        export_id: String::new(),
    };
    let new = NewNotification::new_device("", "", ("", ""), Timestamp::UNIX_EPOCH);
    let notify = Work::Notify {
        crm_id: String::new(),
        notification: new,
    };
    for work in [
        Work::PurgeCrms,
        Work::Sweep,
        Work::BillCrms,
        charge,
        Work::CheckLedger,
        export,
        notify,
    ] {
        let value = serde_json::to_value(&work).expect("written");
        let kind = value["kind"].as_str().expect("text");
        assert!(KINDS.contains(&kind), "{kind}");
    }
}
