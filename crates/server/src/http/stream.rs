//! What happens in a CRM, told while it happens.

mod feed;
pub(crate) mod follow;
