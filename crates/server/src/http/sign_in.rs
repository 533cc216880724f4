//! Signing in.

pub(super) mod change_user;
pub(super) mod create;
pub(super) mod hand_off;
pub(super) mod open;
pub(super) mod passkey;
pub(super) mod passkey_factor;
pub(super) mod qr;
pub(super) mod resolve;
pub(super) mod second_factor;
pub(super) mod selection;
pub(super) mod sso_offers;
pub(super) mod sso_start;
pub(super) mod step;
