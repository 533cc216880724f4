//! The referral programme: who recommends the service gets a share of what those pay who came by it.
//!
//! A holder who has accepted the rules has a link. Its first visit is remembered by the visitor's browser, and
//! whoever signs up there within days is theirs for good ([`visit()`], [`Recommended`]). Each charge of a CRM
//! of such a person brings a reward, by a job that the charge writes down ([`accrue`]); it is held until the charge
//! will hardly be given back, then posted ([`release`]), and taken back if it is given back all the same
//! ([`reverse`]). Charges are rewarded once, by their entry.

mod attribution;
mod membership;
mod payout;
mod recommended;
mod reward;
mod statistics;
mod visit;

use std::time::Duration;

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::{
    instant::moment,
    ledger::{CURRENCY, Money},
};

pub use self::{
    attribution::Recommended,
    membership::{Accepted, Membership, activate, deactivate, membership},
    payout::{Decision, OpenPayout, Payout, decide_payout, open_payouts, payouts, request_payout},
    recommended::{Referral, Reward, referrals, rewards},
    reward::{accrue, release, reverse},
    statistics::{DayCounts, statistics},
    visit::{Click, visit},
};
pub(crate) use self::{
    attribution::{Recommendation, attribute, recommendation},
    reward::note_charge,
};
pub use crate::entity::{
    payout::PayoutState, referral::ReferralState, referral_reward::RewardState,
};

const DAY: Duration = Duration::from_hours(24);

/// What the operator promises to who recommends the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// The share of a charge, in hundredths.
    pub percent: u8,
    /// Months from the first charge in which charges are rewarded.
    pub months: u16,
    /// Days after the first visit of a link in which a sign-up counts for it.
    pub attribution_days: u16,
    /// Days after a charge until its reward is in the wallet.
    pub hold_days: u16,
    /// The least that is paid out, in the smallest units of the server's currency.
    pub minimum_payout_minor: i64,
    /// What these rules are called; others have to be accepted anew.
    pub rules_version: String,
    /// The rules in the operator's own words; without them in the program's.
    pub rules: Option<String>,
}

impl Programme {
    /// The least that is paid out.
    #[must_use]
    pub fn minimum_payout(&self) -> Money {
        Money {
            minor: self.minimum_payout_minor,
            currency: CURRENCY.to_owned(),
        }
    }

    fn attribution(&self) -> Duration {
        DAY.saturating_mul(u32::from(self.attribution_days))
    }

    fn hold(&self) -> Duration {
        DAY.saturating_mul(u32::from(self.hold_days))
    }

    /// The last moment in which charges are rewarded of whom was charged then for the first time.
    fn end(&self, first: Timestamp) -> Timestamp {
        let months = jiff::Span::new().try_months(i64::from(self.months));
        let end = months.and_then(|months| utc(first).checked_add(months));
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// What a charge brings, rounded down.
    fn reward_of(&self, charged_minor: i64) -> i64 {
        let share = i128::from(charged_minor) * i128::from(self.percent) / 100;
        i64::try_from(share).unwrap_or(i64::MAX)
    }
}

impl Default for Programme {
    fn default() -> Self {
        Self {
            percent: 20,
            months: 12,
            attribution_days: 7,
            hold_days: 30,
            minimum_payout_minor: 5_000,
            rules_version: "1".to_owned(),
            rules: None,
        }
    }
}

fn utc(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::UTC)
}

/// The day of a moment, in UTC (YYYY-MM-DD).
fn day_of(at: Timestamp) -> String {
    utc(at).date().to_string()
}

#[cfg(test)]
mod tests;
