//! What a link in a letter is for, besides that the address is its reader's.

use serde::{Deserialize, Serialize};

use crate::{email_change::Change, new_account::NewAccount, referral::Recommendation};

/// What a ticket to confirm an address remembers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confirmation {
    /// Somebody signs up.
    SignUp(Box<Application>),
    /// Somebody wants another address.
    EmailChange(Change),
}

/// What somebody signed up with.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) account: NewAccount,
    pub(crate) password_hash: String,
    /// Who has recommended the service to them.
    #[serde(default)]
    pub(crate) recommended: Option<Recommendation>,
    /// The hash of the link by which they came, where nobody signs up without one.
    #[serde(default)]
    pub(crate) link: Option<String>,
}
