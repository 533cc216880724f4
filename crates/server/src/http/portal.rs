//! The account portal.

pub(crate) mod cancel_deletion;
pub(crate) mod close;
pub(crate) mod closing;
pub(crate) mod connect;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod email;
pub(crate) mod enter;
pub(crate) mod identity_links;
pub(crate) mod list;
pub(crate) mod loss;
pub(crate) mod me;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod qr;
pub(crate) mod remove;
pub(crate) mod reopen;
pub(crate) mod second_factor;
pub(crate) mod sessions;
pub(crate) mod sign_out;
pub(crate) mod step_up;
pub(crate) mod step_up_passkey;
pub(crate) mod step_up_sso;
pub(crate) mod step_up_sso_offers;
pub(crate) mod transfer;
pub(crate) mod wallets;
