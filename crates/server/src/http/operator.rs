//! What whoever runs the server does at the portal, and what payment adapters tell it.

pub(crate) mod decide_payout;
pub(crate) mod jobs;
pub(crate) mod payments;
pub(crate) mod payouts;
pub(crate) mod run_again;
pub(crate) mod top_up;
