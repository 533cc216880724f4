//! The account portal: what the holder of an account does with their CRMs.

mod account;
mod closing;
mod connect;
mod create;
mod deletion;
mod deletion_letters;
mod enter;
mod list;
mod purge;
mod transfer;
mod wallets;

pub use account::{
    AccountChange, AccountPhoto, change_account, remove_account_photo, set_account_photo,
};
pub(crate) use closing::forget_closed;
pub use closing::{Closing, REOPENING, close_account, closing, reopen_account};
pub use connect::{
    CONNECT_CODE_LIFE, ConnectCode, add_by_code, make_connect_code, remove_from_list,
};
pub(crate) use connect::{hold_open, link_of, links, opened_by};
pub(crate) use create::{LONGEST_CRM_NAME, may_own_another};
pub use create::{NewCrmInput, create_crm};
pub use deletion::{DELETION_DELAY, Loss, cancel_deletion, loss, schedule_deletion};
pub use deletion_letters::tell_of_near_deletions;
pub use enter::enter_crm;
pub(crate) use list::owned;
pub use list::{Kept, Listed, list, listed};
pub use purge::purge_due;
pub use transfer::transfer;
pub(crate) use wallets::entries;
pub use wallets::{EntryFilter, Standing, Wallet, WalletEntry, wallet_entries, wallets};

#[cfg(test)]
pub(crate) mod tests;
