//! The referral programme, as the contract writes it.

use api::{
    AcceptedRules, OpenPayout, Payout, PayoutDecision, Referral, ReferralDay, ReferralResponse,
    ReferralTerms, Reward,
};
use crm::referral::{
    self, DayCounts, Decision, Membership, PayoutState, Programme, ReferralState, RewardState,
};

use super::{instant, money};
use crate::base_url::BaseUrl;

/// What is promised, and how an account takes part.
pub(crate) fn referral_state_of(
    programme: &Programme,
    membership: Membership,
    base: &BaseUrl,
) -> ReferralResponse {
    let link = |code: &String| format!("{}/r/{code}", base.origin());
    ReferralResponse {
        terms: referral_terms(programme),
        accepted: membership.accepted.map(|accepted| AcceptedRules {
            version: accepted.version,
            at: instant(accepted.at),
        }),
        is_current: membership.is_current,
        link: membership.code.as_ref().map(link),
        code: membership.code,
        held: money(membership.held),
        payable: money(membership.payable),
    }
}

/// What is promised to who recommends the service.
pub(crate) fn referral_terms(programme: &Programme) -> ReferralTerms {
    ReferralTerms {
        version: programme.rules_version.clone(),
        rules: programme.rules.clone(),
        percent: programme.percent,
        months: programme.months,
        attribution_days: programme.attribution_days,
        hold_days: programme.hold_days,
        minimum_payout: money(programme.minimum_payout()),
    }
}

/// Somebody who came by a recommendation.
pub(crate) fn referral(row: referral::Referral) -> Referral {
    Referral {
        id: row.id,
        email: row.email,
        signed_up_at: instant(row.signed_up_at),
        state: match row.state {
            ReferralState::Active => api::ReferralState::Active,
            ReferralState::SelfReferral => api::ReferralState::SelfReferral,
        },
        until: row.until.map(instant),
        paid: money(row.paid),
        reward: money(row.reward),
    }
}

/// What a charge has brought.
pub(crate) fn reward(row: referral::Reward) -> Reward {
    Reward {
        id: row.id,
        referral_id: row.referral_id,
        amount: money(row.amount),
        state: match row.state {
            RewardState::Held => api::RewardState::Held,
            RewardState::Available => api::RewardState::Available,
            RewardState::Cancelled => api::RewardState::Cancelled,
            RewardState::Reversed => api::RewardState::Reversed,
        },
        available_at: instant(row.available_at),
        at: instant(row.at),
    }
}

/// A request for money to be paid out.
pub(crate) fn payout(row: referral::Payout) -> Payout {
    Payout {
        id: row.id,
        amount: money(row.amount),
        state: match row.state {
            PayoutState::Requested => api::PayoutState::Requested,
            PayoutState::Paid => api::PayoutState::Paid,
            PayoutState::Rejected => api::PayoutState::Rejected,
        },
        reference: row.reference,
        at: instant(row.at),
        decided_at: row.decided_at.map(instant),
    }
}

/// A request that waits for the operator.
pub(crate) fn open_payout(row: referral::OpenPayout) -> OpenPayout {
    OpenPayout {
        id: row.id,
        email: row.email,
        amount: money(row.amount),
        at: instant(row.at),
    }
}

/// What the operator has done about it, as the rules know it.
pub(crate) const fn decision(decision: PayoutDecision) -> Decision {
    match decision {
        PayoutDecision::Paid => Decision::Paid,
        PayoutDecision::Rejected => Decision::Rejected,
    }
}

/// One day of links.
pub(crate) fn referral_day(row: DayCounts) -> ReferralDay {
    ReferralDay {
        day: row.day,
        clicks: row.clicks,
        sign_ups: row.sign_ups,
        paying: row.paying,
        rewards: money(row.rewards),
    }
}
