//! What a user of a CRM does with themselves.

pub(crate) mod account;
pub(crate) mod account_password;
pub(crate) mod connect_code;
pub(crate) mod email;
pub(crate) mod identity_links;
pub(crate) mod menu;
pub(crate) mod own_password;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod photo;
pub(crate) mod profile;
pub(crate) mod second_factor;
pub(crate) mod sessions;
pub(crate) mod step_up;
pub(crate) mod step_up_passkey;
pub(crate) mod step_up_sso;
pub(crate) mod step_up_sso_offers;
pub(crate) mod username;
