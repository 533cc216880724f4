//! What whoever runs the server does at the portal, and what payment adapters tell it.

pub(crate) mod correct;
pub(crate) mod crms;
pub(crate) mod decide_payout;
pub(crate) mod entries;
pub(crate) mod jobs;
pub(crate) mod letters;
pub(crate) mod payments;
pub(crate) mod payouts;
pub(crate) mod refund;
pub(crate) mod run_again;
pub(crate) mod send_again;
pub(crate) mod settings;
pub(crate) mod top_up;
pub(crate) mod wallet;
