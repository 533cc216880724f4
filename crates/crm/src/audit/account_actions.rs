//! What the log of an account can tell of beside what that of a CRM can.

/// Every further action of an account's log. Pages have words for each.
const ACTIONS: &[&str] = &[
    "account.closed",
    "account.created",
    "account.reopened",
    "account.updated",
    "crm.purged",
    "referral.activated",
    "referral.attributed",
    "referral.deactivated",
    "referral.payout_paid",
    "referral.payout_rejected",
    "referral.payout_requested",
];

/// Whether an action is one of them.
pub(super) fn is_of_account(name: &str) -> bool {
    ACTIONS.contains(&name)
}
