//! Letters about a balance.

use serde::{Deserialize, Serialize};

use super::PORTAL;

const BALANCE: &str = "/account/balance";
const REFERRAL: &str = "/account/referral";

/// What a letter about money tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum MoneyLetter {
    /// A CRM's balance won't last for long.
    BalanceLow { crm: String, balance: String },
    /// A CRM's balance is below zero; so many days it stays open.
    BalanceOverdue {
        crm: String,
        balance: String,
        days: u16,
    },
    /// A CRM is closed to its members until it has paid.
    CrmSuspended { crm: String },
    /// The first reward of a referrer is in the wallet.
    FirstReward { amount: String },
    /// The operator has paid out what was asked for.
    PayoutPaid { amount: String, reference: String },
    /// The operator hasn't; it is in the wallet again.
    PayoutRejected { amount: String, reference: String },
    /// So many balances aren't the sum of their entries. For the operator.
    LedgerMismatch { count: usize },
}

impl MoneyLetter {
    /// Its name in the messages, where its button leads, and its values.
    pub(super) fn parts(&self) -> (&'static str, &'static str, Vec<(&'static str, String)>) {
        match self {
            Self::BalanceLow { crm, balance } => {
                let values = vec![("crm", crm.clone()), ("balance", balance.clone())];
                ("balance-low", BALANCE, values)
            }
            Self::BalanceOverdue { crm, balance, days } => {
                let days = ("days", days.to_string());
                let values = vec![("crm", crm.clone()), ("balance", balance.clone()), days];
                ("balance-overdue", BALANCE, values)
            }
            Self::CrmSuspended { crm } => ("crm-suspended", BALANCE, vec![("crm", crm.clone())]),
            Self::FirstReward { amount } => {
                ("first-reward", REFERRAL, vec![("amount", amount.clone())])
            }
            Self::PayoutPaid { amount, reference } => {
                ("payout-paid", REFERRAL, paid_out(amount, reference))
            }
            Self::PayoutRejected { amount, reference } => {
                ("payout-rejected", REFERRAL, paid_out(amount, reference))
            }
            Self::LedgerMismatch { count } => {
                let values = vec![("count", count.to_string())];
                ("ledger-mismatch", PORTAL, values)
            }
        }
    }
}

fn paid_out(amount: &str, reference: &str) -> Vec<(&'static str, String)> {
    vec![
        ("amount", amount.to_owned()),
        ("reference", reference.to_owned()),
    ]
}
