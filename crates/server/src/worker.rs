//! Does what waits in the queues, and writes down what is due by the clock.

mod perform;

use std::{error::Error, time::Duration};

use crm::jobs::{self, Claimed, Fate, Queue, RENEWAL};
use tokio::time::{MissedTickBehavior, interval, interval_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{error::chain, exports, metrics::JobFate, photos, state::AppState};

/// How many jobs of a queue one process does at once. Where there are several, others have their turn beside a CRM that
/// has more under way.
const WORKERS: [(Queue, usize); 5] = [
    (Queue::Purge, 1),
    (Queue::Webhook, 8),
    (Queue::Notify, 2),
    (Queue::Import, 1),
    (Queue::Default, 2),
];

/// How long a job may lie there unseen.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the clock is looked at.
const PLANNING: Duration = Duration::from_secs(30);

/// How often files are looked through.
const SWEEPING: Duration = Duration::from_hours(1);

/// Starts all workers; they run until told to stop.
pub(crate) fn start(state: &AppState, tasks: &TaskTracker, stop: &CancellationToken) {
    tasks.spawn(plan(state.clone(), stop.clone()));
    tasks.spawn(sweep(state.clone(), stop.clone()));
    for (queue, count) in WORKERS {
        for _ in 0..count {
            tasks.spawn(work(state.clone(), queue, stop.clone()));
        }
    }
}

/// Writes down what is due by the clock, and removes files of exports that are of no use any more: each process those
/// in its own folder.
async fn plan(state: AppState, stop: CancellationToken) {
    let mut ticks = interval(PLANNING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        state.calls.forget_idle();
        if let Err(error) = jobs::plan(&state.db, state.now()).await {
            tracing::error!(
                error = &error as &dyn Error,
                "What is due by the clock waits: planning failed"
            );
        }
        if let Err(error) = exports::tidy(&state).await {
            tracing::error!(
                error = &error as &dyn Error,
                "Files of old exports stay for now"
            );
        }
    }
}

/// Removes files of CRMs that no row tells of: each process those in its own folder.
async fn sweep(state: AppState, stop: CancellationToken) {
    let mut ticks = interval(SWEEPING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = photos::tidy(&state).await {
            tracing::error!(error = &error as &dyn Error, "Files of no use stay for now");
        }
    }
}

/// Does one job after the other.
async fn work(state: AppState, queue: Queue, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match jobs::claim(&state.db, queue, state.now()).await {
            Ok(Some(claimed)) => {
                if let Err(error) = see_to(&state, &claimed, &stop).await {
                    // The claim runs out, and somebody else does it.
                    tracing::warn!(
                        job = claimed.id,
                        error = &error as &dyn Error,
                        "What came of a job isn't written down"
                    );
                }
            }
            Ok(None) => {
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn Error, "Jobs wait: queue failed");
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
        }
    }
}

/// Does a job, and writes down what came of it.
async fn see_to(
    state: &AppState,
    claimed: &Claimed,
    stop: &CancellationToken,
) -> Result<(), crm::Error> {
    let outcome = tokio::select! {
        outcome = perform::perform(state, claimed) => Some(outcome),
        lost = keep(state, claimed) => return Err(lost),
        () = stop.cancelled() => None,
    };
    match outcome {
        Some(Ok(())) => {
            state.metrics.job(JobFate::Done);
            jobs::complete(&state.db, claimed, state.now()).await
        }
        Some(Err(error)) => fail(state, claimed, &error).await,
        // What it had begun is rolled back.
        None => jobs::give_back(&state.db, claimed).await,
    }
}

async fn fail(state: &AppState, claimed: &Claimed, error: &crm::Error) -> Result<(), crm::Error> {
    let fate = jobs::fail(&state.db, claimed, &chain(error), state.now()).await?;
    state.metrics.job(match fate {
        Fate::Waits => JobFate::Failed,
        Fate::Dead => JobFate::Dead,
    });
    tracing::error!(
        job = claimed.id,
        kind = claimed.kind,
        attempt = claimed.attempt,
        dead = fate == Fate::Dead,
        error = error as &dyn Error,
        "Job failed"
    );
    Ok(())
}

/// Renews a claim until that fails, and says why.
async fn keep(state: &AppState, claimed: &Claimed) -> crm::Error {
    let mut ticks = interval_at(tokio::time::Instant::now() + RENEWAL, RENEWAL);
    loop {
        ticks.tick().await;
        if let Err(error) = jobs::renew(&state.db, claimed, state.now()).await {
            return error;
        }
    }
}
