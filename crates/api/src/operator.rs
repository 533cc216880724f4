//! What whoever runs the server does at the portal, and what payment adapters tell it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Money;

/// `POST /operator/top-ups`, with an `Idempotency-Key`, and `POST /operator/payments`, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopUpRequest {
    /// Whose balance grows.
    pub payee: Payee,
    /// How much; more than nothing.
    pub amount: Money,
    /// The number of the invoice or the payment: it happens once for this payee.
    pub reference: String,
    /// Words for whoever reads the history.
    #[serde(default)]
    pub note: String,
}

/// Whose balance grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Payee {
    /// A CRM's.
    Crm {
        /// The last part of its address.
        slug: String,
    },
    /// An account's.
    Account {
        /// Its e-mail address.
        email: String,
    },
}

/// An entry that is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostedResponse {
    /// The entry.
    pub entry_id: String,
    /// The balance by now.
    pub balance: Money,
    /// It was posted just now, and not before.
    pub is_new: bool,
}

/// `GET /operator/payouts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenPayoutsResponse {
    /// What waits for the operator, the first first.
    pub items: Vec<OpenPayout>,
    /// What to ask for to see those after; none when there are none.
    pub next_cursor: Option<String>,
}

/// A request for money that waits for the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenPayout {
    /// Permanent id.
    pub id: String,
    /// The e-mail address of whose it is; empty for an account that is gone.
    pub email: String,
    /// How much.
    pub amount: Money,
    /// When it was asked for (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
}

/// `POST /operator/payouts/{id}/decide`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidePayoutRequest {
    /// What was done.
    pub decision: PayoutDecision,
    /// The number of the transfer or, for a payout that is rejected, the reason; its holder reads it.
    pub reference: String,
}

/// What the operator has done about a request for money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayoutDecision {
    /// The money was sent.
    Paid,
    /// It wasn't, and goes back into the wallet.
    Rejected,
}

/// `GET /operator/jobs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadJobsResponse {
    /// Work that is tried no more, the last first.
    pub items: Vec<DeadJob>,
}

/// Work that is tried no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadJob {
    /// Permanent id.
    pub id: String,
    /// What sort of work it is.
    pub kind: String,
    /// The CRM that it is for.
    pub crm_id: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub last_error: String,
    /// When that was (RFC 3339).
    #[schema(format = DateTime)]
    pub ended_at: String,
}
