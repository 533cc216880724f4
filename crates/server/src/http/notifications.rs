//! What somebody in a CRM is told there.

pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod unread;
