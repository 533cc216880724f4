//! What a link in a letter is for, besides that the address is its reader's.

use serde::{Deserialize, Serialize};

use crate::{
    email_change::{Address, Change},
    new_account::NewAccount,
    referral::Recommendation,
};

/// What a ticket to confirm an address remembers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confirmation {
    /// Somebody signs up.
    SignUp(Box<Application>),
    /// Somebody wants another address.
    EmailChange(Change),
}

/// What a ticket to take something back remembers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WayBack {
    /// To the address that somebody had.
    EmailChange(Address),
    /// From the closing of an account, which had this address.
    Closing {
        email_norm: String,
        /// The address that it comes back with, where that is an earlier one.
        #[serde(default)]
        to: Option<Former>,
    },
    /// From the connection of a user with an account.
    AccountLink { membership_id: String },
}

/// An address that somebody had, and can have again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Former {
    pub(crate) address: Address,
    /// When they asked for the next one.
    pub(crate) since: i64,
}

/// What somebody signed up with.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) account: NewAccount,
    pub(crate) password_hash: String,
    /// Who has recommended the service to them.
    #[serde(default)]
    pub(crate) recommended: Option<Recommendation>,
}
