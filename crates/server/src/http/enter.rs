//! Getting in with a ticket.

pub(super) mod create;
