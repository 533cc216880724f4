//! What whoever runs the server does at the portal, and what payment adapters tell it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CrmStatus, CrmView, Money, ReferralTerms, SignUpPolicy, WalletEntry};

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

/// `GET /operator/crms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperatorCrmsResponse {
    /// The newest first.
    pub items: Vec<OperatorCrm>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// A CRM from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperatorCrm {
    /// Permanent id.
    pub id: String,
    /// Its name and address.
    pub crm: CrmView,
    /// Where it is in its life.
    pub status: CrmStatus,
    /// When it is deleted for good, once that is scheduled (RFC 3339).
    #[schema(format = DateTime)]
    pub delete_at: Option<String>,
    /// The e-mail address of the account that owns it.
    pub owner_email: String,
    /// Users that can sign in.
    pub users: i64,
    /// The wallet that its balance is in.
    pub wallet_id: Option<String>,
    /// Its balance.
    pub balance: Option<Money>,
    /// When somebody entered it last from the portal (RFC 3339).
    #[schema(format = DateTime)]
    pub last_opened_at: Option<String>,
    /// When it was made (RFC 3339).
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// `GET /operator/wallet`: money, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldWallet {
    /// Permanent id; an account has no wallet before its first money.
    pub id: Option<String>,
    /// The name of the CRM or the e-mail address of the account that it belongs to.
    pub holder: String,
    /// What is in it.
    pub balance: Money,
}

/// `GET /operator/wallets/{id}/entries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookResponse {
    /// The last ones first.
    pub items: Vec<BookEntry>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// One movement of money, and what may be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookEntry {
    /// Permanent id.
    pub id: String,
    /// The movement.
    pub entry: WalletEntry,
    /// The entry that it puts right, if it does.
    pub corrects_id: Option<String>,
    /// It is a charge that wasn't given back.
    pub can_refund: bool,
}

/// `POST /operator/entries/{id}/correct`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectRequest {
    /// What is added to the balance; less than nothing takes away.
    pub amount: Money,
    /// Why; whoever reads the history reads it.
    pub note: String,
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

/// `GET /operator/letters`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StuckLettersResponse {
    /// How many are tried no more.
    pub failed: u64,
    /// How many have to wait.
    pub waiting: u64,
    /// The last ones first.
    pub items: Vec<StuckLetter>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}

/// A letter that hasn't gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StuckLetter {
    /// Permanent id.
    pub id: String,
    /// What sort of letter it is.
    pub kind: String,
    /// Who would get it.
    pub recipient: String,
    /// Why it is here.
    pub state: StuckLetterState,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// When it was written (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
}

/// Why a letter hasn't gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StuckLetterState {
    /// It is tried no more.
    Failed,
    /// It is tried again.
    Waiting,
    /// The server has no way to send mail.
    NoTransport,
}

/// `GET /operator/settings`: what the server was started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperatorSettingsResponse {
    /// Who may sign up.
    pub sign_up: SignUpPolicy,
    /// Letters have a way out.
    pub sends_mail: bool,
    /// What is taken for a CRM.
    pub plan: OperatorPlan,
    /// What is promised to who recommends the service, if anything is.
    pub referral: Option<ReferralTerms>,
}

/// What is taken for a CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperatorPlan {
    /// For each active user and thirty days; with nothing nobody pays.
    pub price: Money,
    /// Days that a CRM pays nothing for at first.
    pub trial_days: u16,
    /// Days that a CRM is left open with a balance below zero.
    pub grace_days: u16,
}
