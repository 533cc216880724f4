//! Which use case does which job.

use std::net::{IpAddr, Ipv6Addr};

use crm::{
    RequestTrace, Token,
    jobs::{Claimed, Work},
};

use crate::state::AppState;

/// Does the work of a job. It may have been done before, whole or in part.
pub(super) async fn perform(state: &AppState, claimed: &Claimed) -> Result<(), crm::Error> {
    let nobodys = Token::new();
    let trace = RequestTrace {
        ip: IpAddr::V6(Ipv6Addr::LOCALHOST),
        device: &nobodys,
        agent: "",
        request_id: &claimed.id,
    };
    match claimed.work()? {
        Work::PurgeCrms => {
            let gone = crm::portal::purge_due(&state.db, &trace, state.now()).await?;
            if gone > 0 {
                tracing::info!(gone, "CRMs are purged");
            }
            Ok(())
        }
        Work::TellOfDeletions => crm::portal::tell_of_near_deletions(&state.db, state.now())
            .await
            .map(drop),
        Work::Sweep => crm::sweep(&state.db, state.now()).await,
    }
}
