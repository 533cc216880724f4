//! The referral programme: who recommends the service gets a share of what those pay who came by it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Money;

/// `GET /portal/referral`: what is promised, and how the account takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralResponse {
    /// What is promised.
    pub terms: ReferralTerms,
    /// The rules that the holder has accepted last.
    pub accepted: Option<AcceptedRules>,
    /// They are the rules as they are now. Otherwise nothing new is earned until these are accepted.
    pub is_current: bool,
    /// The account's link; none before rules are accepted, and none while it doesn't count.
    pub link: Option<String>,
    /// What of it can be typed; there when the link is.
    pub code: Option<String>,
    /// Rewards that aren't in the wallet yet.
    pub held: Money,
    /// What of the wallet may be paid out.
    pub payable: Money,
}

/// What is promised to who recommends the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralTerms {
    /// What these rules are called.
    pub version: String,
    /// The rules in the operator's own words; without them what the numbers say.
    pub rules: Option<String>,
    /// The share of a charge, in hundredths.
    pub percent: u8,
    /// Months from the first charge in which charges are rewarded.
    pub months: u16,
    /// Days after the first visit of a link in which a sign-up counts for it.
    pub attribution_days: u16,
    /// Days after a charge until its reward is in the wallet.
    pub hold_days: u16,
    /// The least that is paid out.
    pub minimum_payout: Money,
}

/// Rules that somebody has accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptedRules {
    /// What they are called.
    pub version: String,
    /// When that was (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
}

/// `POST /portal/referral/activate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivateReferralRequest {
    /// What the rules are called that the holder has read and accepts.
    pub rules_version: String,
}

/// `GET /portal/referral/referrals`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralsResponse {
    /// The last ones first.
    pub items: Vec<Referral>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// Somebody who came by a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Referral {
    /// Permanent id.
    pub id: String,
    /// Their e-mail address, as far as it is shown; empty for an account that is gone.
    pub email: String,
    /// When they signed up (RFC 3339).
    #[schema(format = DateTime)]
    pub signed_up_at: String,
    /// Whether their charges bring rewards.
    pub state: ReferralState,
    /// Until when they do (RFC 3339); unknown before the first one.
    #[schema(format = DateTime)]
    pub until: Option<String>,
    /// What they have paid for which there is a reward.
    pub paid: Money,
    /// The rewards.
    pub reward: Money,
}

/// Whether somebody's charges bring rewards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// They do.
    Active,
    /// They don't: the account was made in a browser of the referrer's.
    SelfReferral,
}

/// `GET /portal/referral/rewards`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RewardsResponse {
    /// The last ones first.
    pub items: Vec<Reward>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// What a charge has brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reward {
    /// Permanent id.
    pub id: String,
    /// Whose charge it was: the id of a referral.
    pub referral_id: String,
    /// How much.
    pub amount: Money,
    /// Where it is.
    pub state: RewardState,
    /// When it is in the wallet, or was, at the earliest (RFC 3339).
    #[schema(format = DateTime)]
    pub available_at: String,
    /// When it was earned (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
}

/// Where a reward is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RewardState {
    /// The charge may still be given back, or isn't paid yet.
    Held,
    /// It is in the wallet.
    Available,
    /// The charge was given back before that.
    Cancelled,
    /// The charge was given back after that, and the reward taken back.
    Reversed,
}

/// `GET /portal/referral/payouts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PayoutsResponse {
    /// The last ones first.
    pub items: Vec<Payout>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// A request for money to be paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Payout {
    /// Permanent id.
    pub id: String,
    /// How much.
    pub amount: Money,
    /// Where it is.
    pub state: PayoutState,
    /// The operator's word; empty while there is none.
    pub reference: String,
    /// When it was asked for (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
    /// When the operator decided (RFC 3339).
    #[schema(format = DateTime)]
    pub decided_at: Option<String>,
}

/// Where a payout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// It waits for the operator.
    Requested,
    /// The money was sent.
    Paid,
    /// It wasn't, and is in the wallet again.
    Rejected,
}

/// `POST /portal/referral/payouts`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutRequest {
    /// How much.
    pub amount: Money,
}

/// `GET /portal/referral/statistics`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralStatisticsResponse {
    /// The first day (YYYY-MM-DD).
    pub from: String,
    /// The last one.
    pub to: String,
    /// Days on which there was something, the first ones first.
    pub items: Vec<ReferralDay>,
}

/// One day, in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralDay {
    /// Which (YYYY-MM-DD).
    pub day: String,
    /// Visits of the link.
    pub clicks: i64,
    /// People who signed up by it.
    pub sign_ups: i64,
    /// People who paid for the first time.
    pub paying: i64,
    /// What was earned and not taken back.
    pub rewards: Money,
}
