//! Work that is done later, by whichever process gets to it: once if all goes well, and again if it doesn't.
//!
//! A job is written down in the transaction of what it follows from (`enqueue`), or because its time has
//! come ([`plan()`]). A worker claims it for a minute and renews that while it works; when the process dies,
//! the next one claims it. So a job may be done twice, and everything that jobs do takes that.

mod dead;
mod lease;
mod plan;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, TryInsertResult, entity::prelude::*, sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};

pub use self::{
    dead::{DeadJob, dead_jobs, run_again},
    lease::{Claimed, Fate, RENEWAL, claim, complete, fail, give_back, renew},
    plan::plan,
};
pub use crate::entity::job::Queue;
use crate::{
    entity::job::{self, JobState},
    error::Error,
    id::new_id,
    notification::NewNotification,
};

/// How often a job is tried before it is dead.
const MOST_ATTEMPTS: i32 = 8;

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Purge CRMs whose deletion is due.
    PurgeCrms,
    /// Tell owners of deletions that are near.
    TellOfDeletions,
    /// Remove rows that have served their time.
    Sweep,
    /// Look which CRMs have to pay, and which have not.
    BillCrms,
    /// Charge one CRM for a period.
    ChargeCrm {
        /// The CRM.
        crm_id: String,
        /// The day on which the period begins, in the CRM's own calendar (YYYY-MM-DD).
        period: String,
    },
    /// Compare every balance with its entries.
    CheckLedger,
    /// Reward who has recommended the service to the owner of a CRM that was charged.
    RewardCharge {
        /// The entry of the charge.
        entry_id: String,
        /// The recommendation.
        referral_id: String,
    },
    /// Take back what a charge brought that was given back.
    ReverseReward {
        /// The entry of the charge.
        entry_id: String,
    },
    /// Put rewards into wallets that have been held long enough.
    ReleaseRewards,
    /// Look who wants to know what has happened in a CRM.
    FanOutEvents {
        /// The CRM.
        crm_id: String,
    },
    /// Make one attempt at a delivery of a webhook.
    SendWebhook {
        /// The CRM.
        crm_id: String,
        /// The delivery.
        delivery_id: String,
    },
    /// Write an export that a CRM's owner has asked for.
    MakeExport {
        /// The CRM.
        crm_id: String,
        /// The export.
        export_id: String,
    },
    /// Tell somebody in a CRM what concerns them.
    Notify {
        /// The CRM.
        crm_id: String,
        /// What they are told.
        notification: NewNotification,
    },
}

/// The kinds that this version can do. Another version's jobs wait for a process that knows them.
const KINDS: [&str; 13] = [
    "purge_crms",
    "tell_of_deletions",
    "sweep",
    "bill_crms",
    "charge_crm",
    "check_ledger",
    "reward_charge",
    "reverse_reward",
    "release_rewards",
    "fan_out_events",
    "send_webhook",
    "make_export",
    "notify",
];

impl Work {
    const fn queue(&self) -> Queue {
        match self {
            Self::PurgeCrms => Queue::Purge,
            Self::FanOutEvents { .. } | Self::SendWebhook { .. } => Queue::Webhook,
            Self::MakeExport { .. } => Queue::Import,
            Self::Notify { .. } => Queue::Notify,
            Self::TellOfDeletions
            | Self::Sweep
            | Self::BillCrms
            | Self::ChargeCrm { .. }
            | Self::CheckLedger
            | Self::RewardCharge { .. }
            | Self::ReverseReward { .. }
            | Self::ReleaseRewards => Queue::Default,
        }
    }
}

/// A job to be written down.
pub(crate) struct NewJob<'a> {
    pub(crate) work: Work,
    /// The CRM that it is for, if it is for one.
    pub(crate) crm_id: Option<&'a str>,
    pub(crate) run_at: Timestamp,
    /// While a job with this key waits or is under way, there is no second one.
    pub(crate) dedupe_key: Option<String>,
}

/// Writes a job down, in the transaction of what it follows from. False when there is one like it.
pub(crate) async fn enqueue<C: ConnectionTrait>(
    tx: &C,
    new: NewJob<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let queue = new.work.queue();
    let payload = serde_json::to_value(&new.work)?;
    let kind = payload.get("kind").and_then(|kind| kind.as_str());
    let row = job::ActiveModel {
        id: Set(new_id(now)),
        queue: Set(queue),
        kind: Set(kind.unwrap_or_default().to_owned()),
        crm_id: Set(new.crm_id.map(str::to_owned)),
        payload: Set(payload),
        run_at: Set(new.run_at.as_millisecond()),
        priority: Set(0),
        attempts: Set(0),
        max_attempts: Set(MOST_ATTEMPTS),
        state: Set(JobState::Ready),
        locked_by: Set(None),
        locked_until: Set(None),
        dedupe_key: Set(new.dedupe_key),
        last_error: Set(None),
        ended_at: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    let inserted = job::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Whether a job with this key was tried often enough: only a person sets it going again.
pub(crate) async fn is_dead<C: ConnectionTrait>(db: &C, dedupe_key: &str) -> Result<bool, Error> {
    let found = job::Entity::find()
        .filter(job::COLUMN.dedupe_key.eq(dedupe_key))
        .filter(job::COLUMN.state.eq(JobState::Dead))
        .one(db)
        .await?;
    Ok(found.is_some())
}

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;
