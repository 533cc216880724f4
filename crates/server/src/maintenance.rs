//! What is done every hour: CRMs whose deletion is due, and rows that have served their time.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use crm::{RequestTrace, Token};

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::state::AppState;

const EVERY: Duration = Duration::from_hours(1);

/// Sweeps out old rows until told to stop.
pub(crate) async fn run(state: AppState, stop: CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        state.calls.forget_idle();
        let id = format!("{:032x}", rand::random::<u128>());
        let nobodys = Token::new();
        let trace = RequestTrace {
            ip: IpAddr::V6(Ipv6Addr::LOCALHOST),
            device: &nobodys,
            agent: "",
            request_id: &id,
        };
        if let Err(error) = crm::portal::tell_of_near_deletions(&state.db, state.now()).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Owners aren't told yet of deletions that are near"
            );
        }
        match crm::portal::purge_due(&state.db, &trace, state.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "CRMs are purged"),
            Err(error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                "CRMs whose time has come stay: purge failed"
            ),
        }
        if let Err(error) = crm::sweep(&state.db, state.now()).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Old rows stay: sweep failed"
            );
        }
    }
}
