//! Which use case does which job.

use std::net::{IpAddr, Ipv6Addr};

use crm::{
    RequestTrace, Token,
    jobs::{Claimed, Work},
};

use crate::{exports, photos, state::AppState, webhook};

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
            // Theirs go, too, also where a stop came between.
            exports::tidy(state).await?;
            photos::tidy(state).await
        }
        Work::TellOfDeletions => crm::portal::tell_of_near_deletions(&state.db, state.now())
            .await
            .map(drop),
        Work::Sweep => crm::sweep(&state.db, state.now()).await,
        Work::BillCrms => {
            let (plan, now) = (&state.plan, state.now());
            let suspended = crm::billing::bill(&state.db, plan, &trace, now).await?;
            if suspended > 0 {
                tracing::info!(suspended, "CRMs are suspended until they pay");
            }
            Ok(())
        }
        Work::ChargeCrm { crm_id, period } => {
            let (plan, now) = (&state.plan, state.now());
            crm::billing::charge(&state.db, &crm_id, &period, plan, &trace, now).await?;
            Ok(())
        }
        Work::CheckLedger => check_ledger(state).await,
        Work::RewardCharge {
            entry_id,
            referral_id,
        } => {
            let Some(programme) = &state.referral else {
                return Ok(());
            };
            let (db, now) = (&state.db, state.now());
            crm::referral::accrue(db, programme, &entry_id, &referral_id, now).await?;
            Ok(())
        }
        Work::ReverseReward { entry_id } => {
            crm::referral::reverse(&state.db, &entry_id, &trace, state.now()).await?;
            Ok(())
        }
        Work::FanOutEvents { crm_id } => {
            crm::webhook::fan_out(&state.db, &crm_id, state.now()).await
        }
        Work::SendWebhook {
            crm_id,
            delivery_id,
        } => webhook::send(state, (&crm_id, &delivery_id), &trace).await,
        Work::MakeExport { crm_id, export_id } => exports::make(state, (&crm_id, &export_id)).await,
        Work::Notify {
            crm_id,
            notification,
        } => {
            let (db, now) = (&state.db, state.now());
            crm::notification::deliver(db, &crm_id, &notification, now).await
        }
        Work::ReleaseRewards => crm::referral::release(&state.db, &trace, state.now())
            .await
            .map(drop),
    }
}

async fn check_ledger(state: &AppState) -> Result<(), crm::Error> {
    let check = crm::check_ledger(state.db.read()).await?;
    if check.mismatches.is_empty() {
        return Ok(());
    }
    for found in &check.mismatches {
        tracing::error!(
            wallet = found.wallet_id,
            "Balance isn't the sum of its entries"
        );
    }
    crm::alert_operators(&state.db, &check.mismatches, state.now()).await
}
