//! Settings of a CRM.

pub(super) mod change_address;
pub(super) mod change_general;
pub(super) mod change_second_factor;
pub(super) mod general;
pub(super) mod second_factor;
