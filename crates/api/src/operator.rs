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
