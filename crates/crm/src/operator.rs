//! What whoever runs the server sees of all that is on it. Never what is inside a CRM.

mod crms;
mod wallets;

pub use self::{
    crms::{CrmRow, crms},
    wallets::{BookEntry, HeldWallet, book, wallet_of},
};
