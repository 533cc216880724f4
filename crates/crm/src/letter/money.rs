//! Letters about a balance.

use serde::{Deserialize, Serialize};

use super::PORTAL;

const BALANCE: &str = "/account/balance";

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
            Self::LedgerMismatch { count } => {
                let values = vec![("count", count.to_string())];
                ("ledger-mismatch", PORTAL, values)
            }
        }
    }
}
