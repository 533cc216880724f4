//! Rows as `SeaORM` sees them. They never leave this crate.
#![expect(unreachable_pub, reason = "the derives write `pub`")]

pub mod account;
pub mod api_key;
pub mod attempt;
pub mod audit_entry;
pub mod credential;
pub mod crm;
pub mod crm_export;
pub mod crm_tombstone;
pub mod crm_user;
pub mod device;
pub mod device_token;
pub mod event;
pub mod held_username;
pub mod idempotency_key;
pub mod identity_link;
pub mod invitation;
pub mod job;
pub mod ledger_entry;
pub mod membership;
pub mod outbox;
pub mod passkey;
pub mod passkey_challenge;
pub mod payout;
pub mod qr_request;
pub mod referral;
pub mod referral_click;
pub mod referral_reward;
pub mod server_setting;
pub mod session;
pub mod sso_domain;
pub mod sso_provider;
pub mod ticket;
pub mod wallet;
pub mod webhook_delivery;
pub mod webhook_endpoint;
