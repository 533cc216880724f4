//! Closing an account.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CrmView, Money};

/// `GET /portal/closing`: what comes with closing the account, and what stands in its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClosingResponse {
    /// CRMs that the account owns, those that wait for their deletion included: they are in the way.
    pub owned: Vec<CrmView>,
    /// CRMs whose users have the account's password alone: a letter lets them set one of their own.
    pub by_account: Vec<CrmView>,
    /// What is in the account's wallet: a debt is in the way, and the rest must be given up.
    pub balance: Option<Money>,
    /// The account runs the server, which is in the way.
    pub is_operator: bool,
    /// Nothing is in the way.
    pub can_close: bool,
    /// Days in which a link in a letter brings the account back.
    pub kept_days: u32,
}

/// `POST /portal/close`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccountRequest {
    /// What is in the wallet is given up.
    #[serde(default)]
    pub gives_money_up: bool,
}
