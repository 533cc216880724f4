//! What is done every hour.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::state::AppState;

const EVERY: Duration = Duration::from_hours(1);

/// Sweeps out old rows until told to stop.
pub(crate) async fn run(state: AppState, stop: CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = crm::sweep(&state.db, state.now()).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Old rows stay: sweep failed"
            );
        }
    }
}
