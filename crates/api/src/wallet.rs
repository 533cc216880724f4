//! Balances, and what moved them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CrmView, Money};

/// `GET /portal/wallets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WalletsResponse {
    /// The account's own, which stands first, and those of the CRMs that it owns.
    pub items: Vec<Wallet>,
}

/// Money, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Wallet {
    /// Permanent id; the account's own wallet has none before its first money.
    pub id: Option<String>,
    /// The CRM whose it is; without one it's the account's own.
    pub crm: Option<CrmView>,
    /// The CRM's id.
    pub crm_id: Option<String>,
    /// What is in it.
    pub balance: Money,
    /// How it stands.
    pub standing: Standing,
    /// The day on which the CRM pays next, in its own calendar (YYYY-MM-DD); none while nobody pays.
    pub billing_day: Option<String>,
    /// When members don't get in any more unless it's paid (RFC 3339).
    #[schema(format = DateTime)]
    pub suspended_at: Option<String>,
}

/// How a balance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It lasts for a week or longer.
    Good,
    /// It doesn't last for a week.
    Low,
    /// It is below zero.
    Overdue,
}

/// Why money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The first entry of a CRM's wallet, with nothing.
    Opening,
    /// Money came in from outside.
    TopUp,
    /// Users were paid for.
    Charge,
    /// A charge was given back.
    Refund,
    /// The operator put something right.
    Adjustment,
    /// It came from another wallet.
    TransferIn,
    /// It went to another wallet.
    TransferOut,
    /// Somebody who was recommended has paid.
    ReferralReward,
    /// What they had paid was given back.
    ReferralReversal,
    /// It was paid out.
    Payout,
    /// A CRM was deleted; what it had went to its owner.
    BalanceReturned,
}

/// `GET /portal/wallets/{id}/entries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WalletEntriesResponse {
    /// The last ones first.
    pub items: Vec<WalletEntry>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WalletEntry {
    /// Permanent id.
    pub id: String,
    /// Why it moved.
    pub kind: EntryKind,
    /// How much, less than nothing when it went out.
    pub amount: Money,
    /// What made it happen once.
    pub reference: String,
    /// Words of whoever posted it.
    pub note: String,
    /// The CRM that it was about, by the name that it had then.
    pub crm_name: Option<String>,
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
}

/// `POST /portal/transfers`, with an `Idempotency-Key`: from the account's wallet to a CRM's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferRequest {
    /// The id of a CRM that the account owns.
    pub crm_id: String,
    /// How much; more than nothing.
    pub amount: Money,
}
